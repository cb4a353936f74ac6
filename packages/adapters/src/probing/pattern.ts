import { once } from '@telltale/core/ports'
import { CheckError } from './check-error.js'
import { toRe2Syntax, UnsupportedPattern } from './re2-syntax.js'

/** The maximum length of a pattern, in characters. */
const maxPatternChars = 1_000

/** The maximum product of a text's length and a pattern's size in instructions: about 0.2 s in the worst case. */
const maxWork = 2e7

/** The maximum length of a text that is searched, in characters. */
const maxTextChars = 2 ** 20

/** Reads a pattern, whose text may begin with flags, as in `(?i)ready`. Returns what is wrong when it is none. */
export function patternOf(given: string | RegExp): RegExp | string {
  if (given instanceof RegExp) return given
  const [flagged = '', flags = ''] = /^\(\?([ims]+)\)/.exec(given) ?? []
  if (given.length > maxPatternChars) return `expected a pattern of up to ${maxPatternChars} characters`
  try {
    return new RegExp(given.slice(flagged.length), [...new Set(flags)].join(''))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/^.*: /s, '').slice(0, 200) : 'unknown'
    return `expected a regular expression (${reason})`
  }
}

/** Returns why a pattern cannot be run in linear time, or `undefined` when it can. */
export function patternIssue(pattern: RegExp): string | undefined {
  if (pattern.source.length > maxPatternChars)
    return `expected a pattern of up to ${maxPatternChars} characters`
  if (/[vy]/.test(pattern.flags)) return 'expected a pattern without the flags v and y'
  try {
    toRe2Syntax(pattern)
    return undefined
  } catch (cause) {
    if (!(cause instanceof UnsupportedPattern)) throw cause
    return `expected a pattern that can be matched in linear time, and this one ${cause.message}`
  }
}

/** The engine: RE2, which takes time in proportion to the text. It is loaded by the first pattern that runs. */
const loadRe2 = once(async () => (await import('re2js')).RE2JS)

type Compiled = ReturnType<Awaited<ReturnType<typeof loadRe2>>['compile']>

/** The patterns that were used last, by their texts: each check reads those of its monitor anew. */
const compiledPatterns = new Map<string, Compiled>()
const maxCompiled = 500

/** Loads the engine and compiles a pattern, unless that was done before. */
export async function preparePattern(pattern: RegExp): Promise<void> {
  const key = String(pattern)
  if (compiledPatterns.has(key)) return
  const compiled = await compile(pattern)
  const [oldest] = compiledPatterns.keys()
  if (compiledPatterns.size >= maxCompiled && oldest !== undefined) compiledPatterns.delete(oldest)
  compiledPatterns.set(key, compiled)
}

/**
 * Tells whether a text matches a pattern that was prepared, in a time that neither of them can draw out.
 *
 * @throws {@link CheckError} when the text is too long for the pattern.
 */
export function matchesPattern(pattern: RegExp, text: string): boolean {
  const compiled = compiledPatterns.get(String(pattern))
  if (!compiled) throw new Error(`${pattern} was not prepared`)
  const maxChars = Math.min(maxTextChars, Math.floor(maxWork / compiled.programSize()))
  if (text.length <= maxChars) return compiled.test(text)
  throw new CheckError(
    'assertion',
    `expected a text of up to ${maxChars} characters for the pattern ${pattern}, got ${text.length}`,
  )
}

async function compile(pattern: RegExp): Promise<Compiled> {
  const RE2JS = await loadRe2()
  const { ignoreCase, dotAll, multiline } = pattern
  const flags =
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (dotAll ? RE2JS.DOTALL : 0) |
    (multiline ? RE2JS.MULTILINE : 0)
  try {
    return RE2JS.compile(toRe2Syntax(pattern), flags)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
    throw new CheckError('assertion', `expected a pattern that RE2 can read (${reason})`)
  }
}
