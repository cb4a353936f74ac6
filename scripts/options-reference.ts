import { join, relative } from 'node:path'
import ts from 'typescript'
import { exportsOf, sourceProgram } from '../tests/documentation/source-program.js'
import { repository } from './packages.js'

/** The page that has the reference. */
export const optionsPage = join(repository, 'docs/options.md')

const core = join(repository, 'packages/core/src')
const entry = join(core, 'index.ts')

/** The types that a host fills with an object of its own, whose members are no options. */
const opaque = new Set([
  'Storage',
  'Adapter',
  'Scheduler',
  'Bus',
  'Clock',
  'Logger',
  'KeyvLike',
  'Money',
  'AbortSignal',
])

/** A set of options, with the calls that take it. */
interface OptionSet {
  readonly symbol: ts.Symbol
  readonly calls: Set<string>
}

/** A reference of all options, made of the interfaces and their docstrings. */
class OptionsReference {
  readonly #checker: ts.TypeChecker
  readonly #sets = new Map<string, OptionSet>()

  constructor(program: ts.Program) {
    this.#checker = program.getTypeChecker()
    const named = (name: string) =>
      exportsOf(program, entry).find((symbol) => symbol.name === name) as ts.Symbol
    const create = this.#checker.getAliasedSymbol(named('createTelltale'))
    this.#addCalls(this.#checker.getTypeOfSymbol(create), 'createTelltale')
    this.#addService(
      this.#checker.getDeclaredTypeOfSymbol(this.#checker.getAliasedSymbol(named('Telltale'))),
      'telltale',
    )
  }

  /** Returns the page as Markdown. */
  page(): string {
    const sections = [...this.#sets.values()].map((set) => this.#section(set))
    return [
      '# Every option\n',
      'Made from the code by `npx -y pnpm@10 docs:options`; a test holds it to it. A member without a default is required.\n',
      "A duration is a text such as `'500ms'`, `'30s'`, `'5m'`, `'2h'` or `'1d'`. Times are epoch milliseconds.\n",
      ...sections,
    ].join('\n')
  }

  #addService(type: ts.Type, path: string): void {
    for (const member of type.getProperties()) {
      if (member.name.startsWith('__@')) continue
      const memberType = this.#checker.getTypeOfSymbol(member)
      const call = `${path}.${member.name}`
      if (memberType.getCallSignatures().length > 0)
        this.#addCalls(memberType, call.replace(/^telltale\.(?=\w+\.)/, ''))
      else this.#addService(memberType, call)
    }
  }

  #addCalls(type: ts.Type, call: string): void {
    for (const signature of type.getCallSignatures())
      for (const parameter of signature.getParameters())
        this.#addType(this.#checker.getTypeOfSymbol(parameter), `\`${call}\``)
  }

  /** Adds the option sets in a type, and those that their members take. */
  #addType(type: ts.Type, call: string): void {
    const item = this.#checker.isArrayType(type) ? type.getNumberIndexType() : undefined
    if (item) return void this.#addType(item, call)
    if (type.isUnion()) {
      for (const part of type.types) this.#addType(part, call)
      return
    }
    const symbol = type.aliasSymbol ?? type.getSymbol()
    if (!symbol || !isOptionSet(symbol)) return
    const known = this.#sets.get(symbol.name)
    if (known) {
      known.calls.add(call)
      return
    }
    this.#sets.set(symbol.name, { symbol, calls: new Set([call]) })
    for (const member of type.getProperties())
      this.#addType(this.#checker.getTypeOfSymbol(member), `[${symbol.name}](#${symbol.name.toLowerCase()})`)
  }

  #section({ symbol, calls }: OptionSet): string {
    const members = this.#checker.getDeclaredTypeOfSymbol(symbol).getProperties()
    const lines = members.map((member) => this.#line(member))
    return `## ${symbol.name}\n\n${this.#words(symbol)} For ${[...calls].join(', ')}.\n\n${lines.join('\n')}\n`
  }

  #line(member: ts.Symbol): string {
    const declaration = member.valueDeclaration
    const written =
      declaration && ts.isPropertySignature(declaration) ? declaration.type?.getText() : undefined
    const type = (written ?? this.#checker.typeToString(this.#checker.getTypeOfSymbol(member))).replace(
      /\s+/g,
      ' ',
    )
    const fallback = member.getJsDocTags(this.#checker).find(({ name }) => name === 'default')
    const text = ts.displayPartsToString(fallback?.text).replace(/\s+/g, ' ')
    const isOptional = (member.flags & ts.SymbolFlags.Optional) !== 0
    const note = fallback ? ` Default: ${text}.` : isOptional ? ' Optional.' : ''
    return `- **\`${member.name}\`** (\`${type}\`): ${this.#words(member)}${note}`
  }

  #words(symbol: ts.Symbol): string {
    const words = ts
      .displayPartsToString(symbol.getDocumentationComment(this.#checker))
      .replace(/\s+/g, ' ')
      .trim()
    return words.replace(/\{@link ([^}]+)\}/g, '`$1`')
  }
}

/** Checks for an interface of core whose members a host writes. */
function isOptionSet(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? []
  if (!declaration || opaque.has(symbol.name) || !ts.isInterfaceDeclaration(declaration)) return false
  return !relative(core, declaration.getSourceFile().fileName).startsWith('..')
}

/** Makes the reference of all options as Markdown. */
export const optionsReference = (): string => new OptionsReference(sourceProgram([entry])).page()
