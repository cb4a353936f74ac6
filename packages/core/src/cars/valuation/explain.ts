import { fromMinor, type Money, minorDigits } from '../../money/index.js'
import type { Adjustment } from './valuation.js'

/** Money of a whole number of minor units: what `fromMinor` gives, for numbers, and fast. */
export function moneyOfMinor(minor: number, currency: string): Money {
  const digits = minorDigits(currency)
  const size = Math.abs(minor)
  if (digits === 0 || size > Number.MAX_SAFE_INTEGER) return fromMinor(BigInt(minor), currency)
  const unit = 10 ** digits
  const whole = Math.floor(size / unit)
  const rest = size - whole * unit
  // A digit before the others keeps their zeros.
  const written = digits === 2 ? hundredths[rest] : String(unit + rest).slice(1)
  return { amount: `${minor < 0 ? '-' : ''}${whole}.${written}`, currency }
}

const hundredths: readonly string[] = Array.from({ length: 100 }, (_, rest) => String(100 + rest).slice(1))

/** A step in logarithms, with its name. */
export interface LogStep {
  readonly name: string
  readonly amount: number
}

/**
 * Turns steps from one log price to another into money: each gets its share of the difference in proportion to its
 * logarithm, which is the logarithmic-mean Divisia decomposition (Ang, 2004) and leaves nothing over; the rounding of
 * the largest step takes up what rounding leaves. The largest first; steps of less than one minor unit are left out.
 *
 * @param wordsFor - says what a step is for; asked of those that are shown alone.
 * @param from - where the steps begin, in minor units, and `to` where they end.
 */
export function stepsToMoney(
  steps: readonly LogStep[],
  wordsFor: (name: string) => string,
  from: number,
  to: number,
  currency: string,
): readonly Adjustment[] {
  const logs = logsOf(steps)
  const logarithmicMean = Math.abs(logs) < 1e-12 ? from : (to - from) / logs
  let left = to - from
  const shares: Share[] = []
  for (const { name, amount } of steps) {
    const minor = Math.round(amount * logarithmicMean)
    left -= minor
    if (minor !== 0) putInOrder(shares, { name, minor })
  }
  const [first] = steps
  if (shares.length === 0 && first) shares.push({ name: first.name, minor: 0 })
  const [largest] = shares
  if (largest) largest.minor += left
  const adjustments: Adjustment[] = []
  for (const { name, minor } of shares)
    if (minor !== 0) adjustments.push({ name, words: wordsFor(name), amount: moneyOfMinor(minor, currency) })
  return adjustments
}

interface Share {
  readonly name: string
  minor: number
}

/** Puts a share behind those that are as large. */
function putInOrder(shares: Share[], share: Share): void {
  const size = Math.abs(share.minor)
  let place = shares.length
  while (place > 0 && Math.abs(shares[place - 1]!.minor) < size) {
    shares[place] = shares[place - 1]!
    place--
  }
  shares[place] = share
}

/** What steps add up to. */
export function logsOf(steps: readonly LogStep[]): number {
  let sum = 0
  for (const { amount } of steps) sum += amount
  return sum
}

/** What a log price is in whole minor units; at least one. */
export function minorOf(logPrice: number, currency: string): number {
  return Math.max(1, Math.round(Math.exp(logPrice) * 10 ** minorDigits(currency)))
}
