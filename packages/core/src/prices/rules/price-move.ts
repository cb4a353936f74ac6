import { fromMinor, type Money, toMinor } from '../../money/index.js'
import { formatMoney } from '../format.js'
import { isPlausibleStep } from '../timeline-builder.js'
import type { RuleCondition } from './condition.js'
import type { RuleContext } from './rule-context.js'
import type { RuleMatch, RuleState } from './rule-state.js'

type MoveCondition = Extract<RuleCondition, { readonly kind: 'drops-by' | 'rises-by' }>

/** Matches a rule on a drop or a rise: measured from the highest or the lowest price since it was made or last fired. */
export function matchMove(
  condition: MoveCondition,
  state: RuleState,
  price: Money,
  context: RuleContext,
): RuleMatch {
  const isRise = condition.kind === 'rises-by'
  const start = state.price ?? price
  const [from, to] = [toMinor(start), toMinor(price)]
  const moved = isRise ? to - from : from - to
  // A price of 0 is a misreading, and no rise can be measured from it.
  if (moved <= 0n || from === 0n || isFromMisread(start, price, context))
    return { state: { armed: true, price } }
  if (!isFarEnough(condition, moved, start)) return { state: { armed: true, price: start } }
  const by =
    condition.percent === undefined
      ? formatMoney(fromMinor(moved, price.currency))
      : `${Number((moved * 1_000n) / from) / 10} %`
  const verb = isRise ? 'rose' : 'dropped'
  return {
    state: { armed: true, price },
    reason: `it ${verb} by ${by}, from ${formatMoney(start)} to ${formatMoney(price)}`,
  }
}

/** Matches a rule on any change of the price. */
export function matchChange({ price: last }: RuleState, price: Money, context: RuleContext): RuleMatch {
  const state = { armed: true, price }
  if (!last || toMinor(last) === toMinor(price) || isFromMisread(last, price, context)) return { state }
  return { state, reason: `it went from ${formatMoney(last)} to ${formatMoney(price)}` }
}

const isFromMisread = (from: Money, to: Money, context: RuleContext): boolean =>
  !isPlausibleStep(toMinor(from), toMinor(to)) && context.isMisread(from)

function isFarEnough({ percent, amount }: MoveCondition, moved: bigint, from: Money): boolean {
  if (amount !== undefined) return amount.currency === from.currency && moved >= toMinor(amount)
  // Percentages are compared to a thousandth.
  return moved * 100_000n >= toMinor(from) * BigInt(Math.round((percent ?? 0) * 1_000))
}
