import { CheckError } from '../probing/check-error.js'
import { quote } from '../probing/quote.js'
import type { DnsCode } from './options.js'
import type { Question } from './question.js'

/** The answer of a name server. */
export interface DnsAnswer {
  /** The outcome: one of {@link DnsCode}, or another response code. */
  readonly code: string
  /** The records of the type that was asked for, as texts. */
  readonly texts: readonly string[]
}

/** The conditions that an answer has to meet. */
export interface DnsExpectation {
  readonly expectCode: DnsCode
  readonly expect?: readonly string[]
}

/** @throws {@link CheckError} when an answer is not the expected one. */
export function judgeAnswer(
  question: Question,
  { code, texts }: DnsAnswer,
  { expectCode, expect }: DnsExpectation,
): void {
  if (code !== expectCode)
    throw expectCode === 'NOERROR' ? unresolved(question, code) : unexpectedCode(expectCode, { code, texts })
  const missing = expect?.find((pattern) => !texts.some((text) => isFoundIn(text, pattern)))
  if (missing !== undefined)
    throw new CheckError('assertion', `expected an answer ${quote(missing)}, got ${listed(texts)}`)
}

const isFoundIn = (text: string, pattern: string): boolean =>
  matchesWildcards(text, pattern) || text.split(' ').some((part) => matchesWildcards(part, pattern))

/** Tells whether a text matches a pattern in which `*` stands for any characters, in a time that is at most their product. */
export function matchesWildcards(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*')
  const last = rest.pop()
  const lower = text.toLowerCase()
  if (last === undefined) return lower === first
  if (!lower.startsWith(first) || !lower.endsWith(last)) return false
  let at = first.length
  for (const part of rest) {
    const found = lower.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= lower.length - last.length
}

function unresolved({ name, type }: Question, code: string): CheckError {
  const reasons: Readonly<Record<string, string>> = {
    NXDOMAIN: `the name ${name} does not exist (NXDOMAIN)`,
    NODATA: `the name ${name} has no record of type ${type} (NODATA)`,
    SERVFAIL: `the name server failed to look up ${name} (SERVFAIL)`,
    REFUSED: `the name server refuses to answer for ${name} (REFUSED)`,
  }
  return new CheckError('dns', reasons[code] ?? `the name server does not answer for ${name} (${code})`)
}

const unexpectedCode = (expected: DnsCode, { code, texts }: DnsAnswer): CheckError =>
  new CheckError(
    'assertion',
    `expected ${expected}, got ${code}${texts.length > 0 ? ` with ${listed(texts)}` : ''}`,
  )

/** Lists the beginning of what was answered. */
function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, 5).map((text) => quote(text))
  return `[${shown.join(',')}${texts.length > shown.length ? `, … ${texts.length} in all` : ''}]`
}
