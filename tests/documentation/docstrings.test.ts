import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { publishedPackages } from '../../scripts/packages.js'
import { exportsOf, sourceProgram } from './source-program.js'

function undocumented(program: ts.Program, path: string): string[] {
  const checker = program.getTypeChecker()
  const original = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  return exportsOf(program, path)
    .filter((symbol) => original(symbol).getDocumentationComment(checker).length === 0)
    .map(({ name }) => name)
}

const entryPoints = publishedPackages().flatMap((each) => each.entryPoints)
const program = sourceProgram(entryPoints.map(({ source }) => source))

describe.each(entryPoints.map(({ specifier, source }) => [specifier, source] as const))('%s', (_, source) => {
  it('explains each of its exports in a docstring', () => {
    expect(exportsOf(program, source)).not.toEqual([])
    expect(undocumented(program, source)).toEqual([])
  })
})

it('notices an export without a docstring', () => {
  const path = fileURLToPath(new URL('silent.ts', import.meta.url))
  const text = '/** Explained. */\nexport const told = 1\nexport const silent = 2\n'
  expect(undocumented(sourceProgram([], new Map([[path, text]])), path)).toEqual(['silent'])
})
