import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type ts from 'typescript'
import { expect, it } from 'vitest'
import { publishedPackages, repository } from '../../scripts/packages.js'
import { layers } from '../architecture/import-rules.js'
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

/** Reads a page of the documentation as text. */
const pageText = (page: string): string => readFileSync(join(repository, page), 'utf8')

/** Returns the sections of a page whose heading is one name in code, by that name. */
function sections(page: string): ReadonlyMap<string, string> {
  const parts = pageText(page).matchAll(/^#+ `([^`]+)`\n([^#]*)/gm)
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

it('docs/architecture.md names each adapter, and no other', () => {
  const section = /## Third-party services\n([\s\S]*?)\n## /.exec(pageText('docs/architecture.md'))?.[1] ?? ''
  const named = [...section.matchAll(/`(\w+)\(\)`/g)].map(([, name]) => name)
  const adapters = publishedPackages().flatMap(({ entryPoints }) =>
    entryPoints.flatMap(
      ({ specifier }) => /^@telltale\/adapters\/(?!(?:environment|resvg)$)(.+)$/.exec(specifier)?.[1] ?? [],
    ),
  )
  const factories = adapters.map((name) =>
    name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  )
  expect(named.toSorted()).toEqual(factories.toSorted())
})

it.each([
  ['docs/architecture.md', /\["[^":]+: ([^"]+)"\]|\{\{"Ports: ([^"]+)"\}\}/g],
  ['CONTRIBUTING.md', /^- \*\*(?!Composition)[A-Z]\w+\*\*: ((?:`[a-z-]+` ?)+)/gm],
])('%s draws each folder of core, and no other', (page, row) => {
  const drawn = [...pageText(page).matchAll(row)].flatMap(([, one, other]) =>
    (one ?? other ?? '').split(/ · | /),
  )
  const folders = drawn.map((name) => name.replaceAll('`', ''))
  expect(folders.filter((name) => name !== 'testing').toSorted()).toEqual(
    layers.flatMap((layer) => layer.folders).toSorted(),
  )
})

it('tables are at most 120 columns wide, so that they can be read as text', () => {
  const listed = ['ls-files', '-co', '--exclude-standard', '*.md', ':!:docs/schema.md', ':!:*CHANGELOG.md']
  const files = execFileSync('git', listed, { cwd: repository, encoding: 'utf8' }).trim().split('\n')
  expect(files).toContain('README.md')
  const wide = files.flatMap((file) =>
    pageText(file)
      .split('\n')
      .filter((line) => line.startsWith('|') && line.length > 120)
      .map((line) => `${file}: ${line}`),
  )
  expect(wide).toEqual([])
})
