import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { publishedPackages } from '../../scripts/packages.js'
import { exportsOf, sourceProgram } from './source-program.js'

/** Follows a re-export to the symbol that it stands for. */
function originalOf(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
}

const isUndocumented = (checker: ts.TypeChecker, symbol: ts.Symbol): boolean =>
  symbol.getDocumentationComment(checker).length === 0

/** Lists the exports of a file, and the members of the interfaces and classes among them, that have no docstring. */
function undocumented(program: ts.Program, path: string): readonly string[] {
  const checker = program.getTypeChecker()
  return exportsOf(program, path).flatMap((symbol) => {
    const original = originalOf(checker, symbol)
    const members = publicMembers(original).flatMap((name) => {
      const member = checker.getSymbolAtLocation(name)
      return member && isUndocumented(checker, member) ? [`${symbol.name}.${name.getText()}`] : []
    })
    return isUndocumented(checker, original) ? [symbol.name, ...members] : members
  })
}

/** Lists the names of the members that an interface or a class declares for everyone. */
function publicMembers(symbol: ts.Symbol): readonly ts.PropertyName[] {
  return (symbol.declarations ?? []).flatMap((declaration) => {
    if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return []
    return declaration.members.flatMap(({ name }) => (name && !ts.isPrivateIdentifier(name) ? [name] : []))
  })
}

/** Lists the names under which the files export more than one thing. */
function ambiguous(program: ts.Program, paths: readonly string[]): readonly string[] {
  const checker = program.getTypeChecker()
  const meanings = new Map<string, Set<ts.Symbol>>()
  for (const symbol of paths.flatMap((path) => exportsOf(program, path))) {
    const known = meanings.get(symbol.name) ?? new Set()
    meanings.set(symbol.name, known.add(originalOf(checker, symbol)))
  }
  return [...meanings].flatMap(([name, symbols]) => (symbols.size > 1 ? [name] : []))
}

const entryPoints = publishedPackages().flatMap((each) => each.entryPoints)
const program = sourceProgram(entryPoints.map(({ source }) => source))

describe.each(entryPoints.map(({ specifier, source }) => [specifier, source] as const))('%s', (_, source) => {
  it('explains each of its exports, and each of their members, in a docstring', () => {
    expect(exportsOf(program, source)).not.toEqual([])
    expect(undocumented(program, source)).toEqual([])
  })
})

it('no name is exported with two meanings', () => {
  const sources = entryPoints.map(({ source }) => source)
  expect(ambiguous(program, sources)).toEqual([])
})

const virtual = (name: string) => fileURLToPath(new URL(name, import.meta.url))

it('notices an export and a member without a docstring', () => {
  const path = virtual('silent.ts')
  const text = [
    '/** Explained. */ export const told = 1',
    'export const silent = 2',
    '/** Explained. */',
    'export interface Page {',
    '  /** Explained. */',
    '  told: number',
    '  silent: number',
    '}',
  ]
  const found = undocumented(sourceProgram([], new Map([[path, text.join('\n')]])), path)
  expect(found).toEqual(['silent', 'Page.silent'])
})

it('notices a name with two meanings', () => {
  const [one, other] = [virtual('one.ts'), virtual('other.ts')]
  const files = new Map([
    [one, 'export interface Page {}\nexport interface Row {}'],
    [other, "export interface Page {}\nexport type { Row } from './one.js'"],
  ])
  expect(ambiguous(sourceProgram([], files), [one, other])).toEqual(['Page'])
})
