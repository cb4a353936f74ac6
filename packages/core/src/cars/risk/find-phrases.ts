import { defined } from '../../options/checks.js'
import type { WarningPhrase } from './warning-phrase.js'

/** A warning found in a text. */
export interface FoundPhrase extends Pick<WarningPhrase, 'about' | 'severity' | 'titleStatus'> {
  /** The excerpt of the text, with some context. */
  readonly quote: string
  /** The index of its first character in the text, and of the one behind its last. */
  readonly range: readonly [number, number]
}

/** The end of a clause. A negation holds within its clause, unless `or` or `nor` continues it, or the next negation follows. */
const clauseEnd = /[.;!?\n]|,(?!\s*n?or\b)|\bbut\b|\bhowever\b/i
/** A negation before a phrase, as in `no accidents`, `has never been in a wreck` or `doesn't leak oil`. */
const negationBefore =
  /\b(?:no|not|non|never|none|nothing|zero|without|free of|0|(?:is|has|was|are|have|does|do|did|would|could|ca|wo)n.?t|does not|do not|did not)\b.{0,28}$/i
/** Words before a phrase that speak of what may happen, as in `protects in the event of a collision`. */
const possibleBefore =
  /\b(?:in (?:case|the event) of|prevent(?:s|ing)?|avoid(?:s|ing)?|reduc(?:es?|ing)|mitigat(?:es?|ing)|protect(?:s|ing|ion|ed)?|resist(?:s|ant)?|detect(?:s|ing)?|against|risk of)\b.{0,28}$/i
/** A negation after a phrase, as in `accident-free` or `rust: none`. */
const negationAfter =
  /^\s*(?:-?\s?free\b|-?proof|(?:history|record)?\s?:\s?(?:no|none|0|zero|clean)\b| (?:has never been|is not|was never) an? (?:issue|problem)\b|(?: \w+)? (?:has|have) never (?:come|been|gone) on)/i
/** A repair after a phrase, as in `oil leak fixed last month`. */
const repairAfter =
  /^[^.;!?\n,]{0,24}\b(?:fixed|repaired|replaced|resolved|rebuilt|taken care of)\b|^,? (?:fixed|repaired|replaced)\b|^[^.;!?\n]{0,30}\b(?:fixed|replaced|repaired)\b[^.;!?\n]{0,24}\b(?:gone|good|perfect|fine)\b/i
/** A repair before a phrase, as in `fixed the oil leak`. */
const repairBefore = /\b(?:fixed|repaired|replaced|resolved|cured)(?: \w+){0,3} $/i
/** A repair that is still to be made, as in `needs to be replaced`. */
const repairAhead = /\b(?:needs?|should|must|to be|can be|could be|easily|will be|not)\b/i
/** A phrase that begins with a negation itself, such as `no title`. It is a warning as it stands. */
const startsNegated =
  /^(?:no|not|non|without|does|doesn|won|will|do|don|in-?op|undriv|never|can|cannot|did|didn|is|isn|are|aren|quit|stopped)\b|^(?:doesn|won|don|can|isn|aren|didn).?t\b/i
/** The words of a dealer about the cars of others: `we buy cars with liens`. */
const aboutOthers = /\bwe (?:also )?(?:buy|accept|finance|help|work with)\b[^.!?\n]*$/i

/** The characters before a phrase in which a negation or a repair counts. */
const reach = 48

/** The characters of a text that are read. An advertisement is shorter; the rest of a longer one would only take time. */
const readChars = 20_000

/** Finds the phrases in a text that are not negated: each subject once, the most severe first. */
export function findPhrases(whole: string, phrases: readonly WarningPhrase[]): readonly FoundPhrase[] {
  const text = whole.slice(0, readChars)
  return phrases
    .flatMap(({ about, severity, pattern, isMendable, titleStatus }) => {
      const match = [...text.matchAll(pattern)].find(
        ({ index, 0: found }) =>
          !isNegated(text, index, found) && !(isMendable && isRepaired(text, index, index + found.length)),
      )
      if (!match) return []
      const range = [match.index, match.index + match[0].length] as const
      return [{ about, severity, ...defined({ titleStatus }), range, quote: quoteOf(text, ...range) }]
    })
    .sort((a, b) => b.severity - a.severity)
}

/** Leaves out the phrases whose words are part of a graver one: `needs engine` is no further `needs work`. */
export function withoutOverlaps(found: readonly FoundPhrase[]): readonly FoundPhrase[] {
  const overlaps = ({ range: [from, to] }: FoundPhrase, { range: [start, end] }: FoundPhrase) =>
    from < end && start < to
  return found.filter((one, i) => !found.slice(0, i).some((graver) => overlaps(one, graver)))
}

/** Checks whether a phrase of a text is negated, or speaks of what may happen or of other cars. */
export function isNegated(text: string, at: number, phrase: string): boolean {
  if (negationAfter.test(text.slice(at + phrase.length))) return true
  if (aboutOthers.test(text.slice(Math.max(0, at - 200), at))) return true
  const clause = clauseBefore(text, at)
  return possibleBefore.test(clause) || (!startsNegated.test(phrase) && negationBefore.test(clause))
}

function isRepaired(text: string, from: number, to: number): boolean {
  const repair = repairAfter.exec(text.slice(to))?.[0]
  if (repair !== undefined && !repairAhead.test(repair)) return true
  const before = repairBefore.exec(clauseBefore(text, from))
  return before !== null && !repairAhead.test(clauseBefore(text, from))
}

const clauseBefore = (text: string, at: number): string =>
  text
    .slice(Math.max(0, at - reach), at)
    .split(clauseEnd)
    .at(-1) ?? ''

const context = 20

function quoteOf(text: string, start: number, end: number): string {
  const [from, to] = [Math.max(0, start - context), Math.min(text.length, end + context)]
  const cut = text.slice(from, to).replace(/\s+/g, ' ').trim()
  return `${from > 0 ? '…' : ''}${cut}${to < text.length ? '…' : ''}`
}
