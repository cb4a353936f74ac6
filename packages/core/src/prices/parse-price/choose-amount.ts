import type { Candidate } from './candidates.js'
import type { PriceFlag } from './flags.js'
import type { CurrencyMention } from './mentions.js'
import { parseNumber } from './parse-number.js'
import type { PriceRole } from './price-words.js'

/** A candidate with the roles that its words give it. */
export interface Amount extends Candidate {
  /** Its roles, such as `was`. */
  readonly roles: readonly PriceRole[]
}

/** Gives a candidate its roles. It names the members, since spreading them takes longer than reading a price. */
export function toAmount(candidate: Candidate, roles: readonly PriceRole[]): Amount {
  const { digits, factors, mentions, start, end, from, to } = candidate
  return { digits, factors, mentions, start, end, from, to, roles }
}

/** The number of a text that is its price. */
export interface ChosenAmount {
  /** The number. */
  readonly chosen: Amount
  /** The currencies beside it, or beside the other end of its range, or beside what it replaces. */
  readonly touching: readonly CurrencyMention[]
  /** The former or the recommended price beside it. */
  readonly former: Amount | undefined
  /** The flags that the other numbers of the text give. */
  readonly flags: readonly PriceFlag[]
}

/**
 * Chooses the number that is the price: one with a certain currency before one with a letter that may be one, before one
 * without; a price before a saving, a surcharge, an instalment or a price per unit; one that is said to be asked now
 * before another; and the first before the second. A former price is chosen where there is no other. Of two prices
 * with an arrow between them the lower is asked, of a range the first end.
 */
export function chooseAmount(text: string, amounts: readonly Amount[]): ChosenAmount | undefined {
  const [only] = amounts
  if (only && amounts.length === 1)
    return { chosen: only, touching: only.mentions, former: undefined, flags: [] }
  const isNow = amounts.some(({ roles }) => roles.includes('now'))
  const isFormer = ({ roles }: Amount): boolean =>
    roles.includes('was') || (isNow && roles.includes('of') && !roles.includes('now'))
  const current = amounts.filter((each) => !isFormer(each))
  const best =
    bestOf(current.filter((each) => rank(each) > 1 || /\D/.test(each.digits) || isSaidNow(each))) ??
    bestOf(amounts)
  const first = best && lowerNeighbour(text, amounts, best)
  if (!first) return undefined
  const index = rangeStart(text, amounts, amounts.indexOf(first))
  const chosen = amounts[index] ?? first
  const next = amounts[index + 1]
  const end = next && isRange(text, chosen, next) ? next : undefined
  const others = amounts.filter((each) => each !== chosen && each !== end)
  const former = others.find(isFormer) ?? (first === best ? undefined : best)
  return {
    chosen,
    touching: [chosen, end, former].find((each) => each && each.mentions.length > 0)?.mentions ?? [],
    former,
    flags: [
      ...(end ? (['range'] as const) : []),
      ...(others.some((each) => isOtherPrice(each, chosen)) ? (['several-amounts'] as const) : []),
    ],
  }
}

const isSaidNow = ({ roles }: Amount): boolean => roles.includes('now')

/** Roles of amounts that stand beside a price. */
const asides: ReadonlySet<PriceRole> = new Set([
  'per-unit',
  'multi-buy',
  'discount',
  'surcharge',
  'was',
  'net',
])

/** The weight of an amount: its currency counts most, then whether it is a price, then whether it is asked now. */
function rank({ mentions, roles }: Amount): number {
  const currency = mentions.some(({ isLetter }) => !isLetter) ? 8 : mentions.length > 0 ? 4 : 0
  return currency + (roles.some((role) => asides.has(role)) ? 0 : 2) + (roles.includes('now') ? 1 : 0)
}

function bestOf(amounts: readonly Amount[]): Amount | undefined {
  return amounts.reduce<Amount | undefined>(
    (best, each) => (best && rank(best) >= rank(each) ? best : each),
    undefined,
  )
}

/** Returns the lower one of two prices with an arrow between them: `$79 → $59`. */
function lowerNeighbour(text: string, amounts: readonly Amount[], best: Amount): Amount {
  const next = amounts[amounts.indexOf(best) + 1]
  const isPair =
    next !== undefined &&
    rank(best) >= 6 &&
    rank(next) >= 6 &&
    /^ ?(?:>|→|»|=>|->|➜|⇒) ?$/.test(text.slice(best.to, next.from))
  return isPair && numberOf(next) < numberOf(best) ? next : best
}

const numberOf = ({ digits }: Amount): number => Number(parseNumber(digits, {})?.amount)

/** Returns the index of the lower end of the range that an amount ends, else that of the amount. */
function rangeStart(text: string, amounts: readonly Amount[], index: number): number {
  const [low, high] = [amounts[index - 1], amounts[index]]
  return low && high && isRange(text, low, high) ? index - 1 : index
}

/** Words between the ends of a range. */
const rangeJoint =
  /^ ?(?:-|~|to|through|bis|a|à|do|до|til|till|hasta|até|tot|ate|đến|sampai|hingga|إلى|から|〜) ?$/iu

/** Words between the ends of a range that a word before opens: `entre 10 y 20`. */
const openedJoint = /^ ?(?:and|y|e|et|und|en|och|og|ja|i|и|та|і|a|az|ve|και|dan|và|و) ?$/iu

/**
 * Checks for a range: two amounts with a dash or a word between them. The sign stands at both, at the first, or after
 * the second (`26 to 50 €`).
 */
function isRange(text: string, low: Amount, high: Amount): boolean {
  const joint = text.slice(low.to, high.from)
  if (!rangeJoint.test(joint) && !(low.roles.includes('between') && openedJoint.test(joint))) return false
  if (high.roles.includes('was') || low.roles.includes('was')) return false
  return low.mentions.length > 0 || high.mentions.length === 0 || high.from === high.start
}

/**
 * Checks for another amount that looks like a price and not a count, or that shares its sign, as in `iPhone 15 ₹
 * 799`.
 */
function isOtherPrice(each: Amount, chosen: Amount): boolean {
  const isPrice = each.mentions.length > 0 || chosen.mentions.length === 0 || /\D/.test(each.digits)
  const sharesSign = each.from - chosen.to === 1
  return (
    (isPrice || sharesSign) && parseNumber(each.digits, {})?.amount !== parseNumber(chosen.digits, {})?.amount
  )
}
