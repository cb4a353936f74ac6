import type { WarningPhrase } from './warning-phrases.js'

/** A warning found in a text. */
export interface FoundPhrase extends Pick<WarningPhrase, 'about' | 'severity'> {
  /** The excerpt of the text, with some context. */
  readonly quote: string
}

/** The end of a clause. A negation holds within its clause, unless `or` or `nor` continues it, or the next negation follows. */
const clauseEnd = /[.;!?\n]|,(?!\s*n?or\b)|\bbut\b|\bhowever\b/i
/** A negation before a phrase, as in `no accidents`, `has never been in a wreck` or `doesn't leak oil`. */
const negationBefore =
  /\b(?:no|not|non|never|zero|without|free of|0|(?:is|has|was|are|have|does|do|did|would|could|ca)n.?t|does not|do not|did not)\b.{0,28}$/i
/** A negation after a phrase, as in `accident-free` or `rust: none`. */
const negationAfter =
  /^\s*(?:-?\s?free\b|-?proof|(?:history|record)?\s?:\s?(?:no|none|0|zero|clean)\b| (?:has never been|is not|was never) an? (?:issue|problem)\b)/i
/** A repair after a phrase, as in `oil leak fixed last month`. */
const repairAfter =
  /^[^.;!?\n,]{0,24}\b(?:fixed|repaired|replaced|resolved|rebuilt|taken care of)\b|^,? (?:fixed|repaired|replaced)\b/i
/** A repair that is still to be made, as in `needs to be replaced`. */
const repairAhead = /\b(?:needs?|should|must|to be|can be|could be|easily|will be|not)\b/i
/** A phrase that begins with a negation itself, such as `no title`. It is a warning as it stands. */
const startsNegated =
  /^(?:no|not|non|without|does|doesn|won|will|do|don|in-?op|undriv)\b|^(?:doesn|won|don|isn).?t\b/i

/** Finds the phrases in a text that are not negated: each subject once, the most severe first. */
export function findPhrases(text: string, phrases: readonly WarningPhrase[]): readonly FoundPhrase[] {
  return phrases
    .flatMap(({ about, severity, pattern, isMendable }) => {
      const match = [...text.matchAll(pattern)].find(
        ({ index, 0: found }) =>
          !isNegated(text, index, found) && !(isMendable && isRepaired(text.slice(index + found.length))),
      )
      return match ? [{ about, severity, quote: quoteOf(text, match.index, match[0].length) }] : []
    })
    .sort((a, b) => b.severity - a.severity)
}

function isNegated(text: string, at: number, phrase: string): boolean {
  if (negationAfter.test(text.slice(at + phrase.length))) return true
  if (startsNegated.test(phrase)) return false
  const clause =
    text
      .slice(Math.max(0, at - 48), at)
      .split(clauseEnd)
      .at(-1) ?? ''
  return negationBefore.test(clause)
}

function isRepaired(after: string): boolean {
  const repair = repairAfter.exec(after)?.[0]
  return repair !== undefined && !repairAhead.test(repair)
}

const context = 20

function quoteOf(text: string, at: number, length: number): string {
  const [from, to] = [Math.max(0, at - context), Math.min(text.length, at + length + context)]
  const cut = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${cut}${to < text.length ? '…' : ''}`
}
