import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type ts from 'typescript'
import { expect, it } from 'vitest'
import { publishedPackages, repository } from '../../scripts/packages.js'
import { exportsOf, sourceProgram } from './source-program.js'

const errors = join(repository, 'packages/core/src/errors/index.ts')
const events = join(repository, 'packages/core/src/events/index.ts')
const program = sourceProgram([errors, events])
const checker = program.getTypeChecker()

function exportedType(path: string, name: string): ts.Type {
  const symbol = exportsOf(program, path).find((each) => each.name === name)
  if (!symbol) throw new Error(`${path} exports no ${name}`)
  return checker.getDeclaredTypeOfSymbol(checker.getAliasedSymbol(symbol))
}

/** The sections of a page whose heading is one name in code, by that name. */
function sections(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(repository, page), 'utf8')
  const parts = text.matchAll(/^#+ `([^`]+)`\n([^#]*)/gm)
  return new Map([...parts].map(([, name = '', body = '']) => [name, body]))
}

it('docs/errors.md explains each error code, and no other', () => {
  const type = exportedType(errors, 'ErrorCode')
  const codes = type.isUnion() ? type.types.map((each) => (each.isStringLiteral() ? each.value : '')) : []
  expect([...sections('docs/errors.md').keys()].sort()).toEqual(codes.sort())
})

it('docs/errors.md gives each code the one status that the code gives it', () => {
  const used = publishedPackages().flatMap(({ folder }) => statusesIn(join(folder, 'src')))
  const documented = sections('docs/errors.md')
  expect(used).not.toEqual([])
  for (const { code, status } of used) expect(documented.get(code)).toContain(`Status ${status} ·`)
})

function statusesIn(folder: string) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(join(folder, file), 'utf8').matchAll(/code: '(\w+)',\s+status: (\d+)/g),
    ])
    .map(([, code = '', status = '']) => ({ code, status }))
}

it('docs/events.md explains each event, and no other', () => {
  const names = checker.getPropertiesOfType(exportedType(events, 'TelltaleEvents')).map(({ name }) => name)
  expect([...sections('docs/events.md').keys()].sort()).toEqual(names.sort())
})
