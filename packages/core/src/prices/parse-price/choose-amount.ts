import type { Candidate } from './candidates.js'
import type { PriceFlag } from './flags.js'
import type { CurrencyMention } from './mentions.js'
import { parseNumber } from './parse-number.js'

/** The number of a text that is its price. */
export interface ChosenAmount {
  /** The number. */
  readonly chosen: Candidate
  /** The currencies beside it, or beside the other end of its range. */
  readonly touching: readonly CurrencyMention[]
  /** The flags that the other numbers of the text give. */
  readonly flags: readonly PriceFlag[]
}

/**
 * Chooses the first number with a certain currency, else the first with a letter that may be one, else the first. Of
 * a range it chooses the first end.
 */
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

/**
 * Checks for a range: two amounts with a dash or a word between them. The sign stands at both, at the first, or after
 * the second (`26 to 50 €`).
 */
function isRange(text: string, low: Candidate | undefined, high: Candidate | undefined): boolean {
  if (!low || !high || !/^ ?(?:-|~|to|bis|a|à|до) ?$/i.test(text.slice(low.to, high.from))) return false
  return low.mentions.length > 0 || high.mentions.length === 0 || high.from === high.start
}

/**
 * Checks for another amount that looks like a price and not a count, or that shares its sign, as in `iPhone 15 ₹
 * 799`.
 */
function isOtherPrice(each: Candidate, chosen: Candidate): boolean {
  const isPrice = each.mentions.length > 0 || chosen.mentions.length === 0 || /\D/.test(each.digits)
  const sharesSign = each.from - chosen.to === 1
  return (
    (isPrice || sharesSign) && parseNumber(each.digits, {})?.amount !== parseNumber(chosen.digits, {})?.amount
  )
}
