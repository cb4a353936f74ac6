import { fromMinor, type Money, minorDigits } from '../../money/index.js'
import type { Adjustment } from './valuation.js'

/** Money of a whole number of minor units: what `fromMinor` gives, for numbers, and fast. */
export function moneyOfMinor(minor: number, currency: string): Money {
  const digits = minorDigits(currency)
  const size = Math.abs(minor)
  if (digits === 0 || size > Number.MAX_SAFE_INTEGER) return fromMinor(BigInt(minor), currency)
  const unit = 10 ** digits
  const whole = Math.floor(size / unit)
  // A digit before the others keeps their zeros.
  const rest = String(unit + size - whole * unit).slice(1)
  return { amount: `${minor < 0 ? '-' : ''}${whole}.${rest}`, currency }
}

/** A step in logarithms, with its name and its words. */
export interface LogStep {
  readonly name: string
  readonly words: string
  readonly amount: number
}

/**
 * Turns steps from one log price to another into money: each gets its share of the difference in proportion to its
 * logarithm, which is the logarithmic-mean Divisia decomposition (Ang, 2004) and leaves nothing over; the rounding of
 * the largest step takes up what rounding leaves. The largest first; steps of less than one minor unit are left out.
 *
 * @param from - where the steps begin, in minor units, and `to` where they end.
 */
export function stepsToMoney(
  steps: readonly LogStep[],
  from: number,
  to: number,
  currency: string,
): readonly Adjustment[] {
  const logs = steps.reduce((sum, { amount }) => sum + amount, 0)
  const logarithmicMean = Math.abs(logs) < 1e-12 ? from : (to - from) / logs
  let left = to - from
  const shares = steps.map((step) => {
    const minor = Math.round(step.amount * logarithmicMean)
    left -= minor
    return { step, minor }
  })
  shares.sort((a, b) => Math.abs(b.minor) - Math.abs(a.minor))
  const [largest] = shares
  if (largest) largest.minor += left
  const adjustments: Adjustment[] = []
  for (const { step, minor } of shares)
    if (minor !== 0)
      adjustments.push({ name: step.name, words: step.words, amount: moneyOfMinor(minor, currency) })
  return adjustments
}

/** What a log price is in whole minor units; at least one. */
export function minorOf(logPrice: number, currency: string): number {
  return Math.max(1, Math.round(Math.exp(logPrice) * 10 ** minorDigits(currency)))
}
