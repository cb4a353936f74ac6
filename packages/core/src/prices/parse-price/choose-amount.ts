import type { Candidate } from './candidates.js'
import type { PriceFlag } from './flags.js'
import type { CurrencyMention } from './mentions.js'
import { parseNumber } from './parse-number.js'

/** Which number of a text is its price. */
export interface ChosenAmount {
  readonly chosen: Candidate
  /** The currencies named beside it, or beside the other end of its range. */
  readonly touching: readonly CurrencyMention[]
  readonly flags: readonly PriceFlag[]
}

/** Takes the first number that has a currency, a sure one before a letter that may be one, or else the first; of a range, its first end. */
export function chooseAmount(text: string, candidates: readonly Candidate[]): ChosenAmount | undefined {
  const marked =
    candidates.find(({ mentions }) => mentions.some(({ isLetter }) => !isLetter)) ??
    candidates.find(({ mentions }) => mentions.length > 0)
  const first = marked ? candidates.indexOf(marked) : 0
  const index = isRange(text, candidates[first - 1], candidates[first]) ? first - 1 : first
  const chosen = candidates[index]
  if (!chosen) return undefined
  const next = candidates[index + 1]
  const end = isRange(text, chosen, next) ? next : undefined
  const others = candidates.filter((each) => each !== chosen && each !== end)
  return {
    chosen,
    touching: chosen.mentions.length > 0 ? chosen.mentions : (end?.mentions ?? []),
    flags: [
      ...(end ? (['range'] as const) : []),
      ...(others.some((each) => isOtherPrice(each, chosen)) ? (['several-amounts'] as const) : []),
    ],
  }
}

/** Two amounts with a dash or a word between them; the sign stands at both, at the first, or after the second (`26 to 50 €`). */
function isRange(text: string, low: Candidate | undefined, high: Candidate | undefined): boolean {
  if (!low || !high || !/^ ?(?:-|~|to|bis|a|à|до) ?$/i.test(text.slice(low.to, high.from))) return false
  return low.mentions.length > 0 || high.mentions.length === 0 || high.from === high.start
}

/** Whether it is another amount, and looks like a price rather than a count or, in `iPhone 15 ₹ 799`, shares the sign. */
function isOtherPrice(each: Candidate, chosen: Candidate): boolean {
  const isPrice = each.mentions.length > 0 || chosen.mentions.length === 0 || /\D/.test(each.digits)
  const sharesSign = each.from - chosen.to === 1
  return (
    (isPrice || sharesSign) && parseNumber(each.digits, {})?.amount !== parseNumber(chosen.digits, {})?.amount
  )
}
