import { fromMinor, type Money, minorDigits } from '../../money/index.js'
import type { Contribution } from './prediction.js'
import type { Adjustment } from './valuation.js'

/** Makes money of a whole number of minor units: a fast `fromMinor` for numbers. */
export function moneyOfMinor(minor: number, currency: string): Money {
  const digits = minorDigits(currency)
  const size = Math.abs(minor)
  if (digits === 0 || size > Number.MAX_SAFE_INTEGER) return fromMinor(BigInt(minor), currency)
  const unit = 10 ** digits
  const whole = Math.floor(size / unit)
  const rest = size - whole * unit
  // A digit before the others keeps their zeros.
  const fraction = digits === 2 ? hundredths[rest] : String(unit + rest).slice(1)
  return { amount: `${minor < 0 ? '-' : ''}${whole}.${fraction}`, currency }
}

const hundredths: readonly string[] = Array.from({ length: 100 }, (_, rest) => String(100 + rest).slice(1))

/** Returns a log price in whole minor units, at least one. */
export function minorOf(logPrice: number, currency: string): number {
  return Math.max(1, Math.round(Math.exp(logPrice) * 10 ** minorDigits(currency)))
}

/** The two prices that a decomposition leads from and to. */
export interface PriceChange {
  /** In whole minor units. */
  readonly fromMinor: number
  /** In whole minor units. */
  readonly toMinor: number
  readonly currency: string
}

/**
 * Decomposes the difference of two prices by the contributions to the difference of their logarithms: each gets its
 * share in proportion, which is the logarithmic-mean Divisia decomposition (Ang, 2004) and leaves no residual. The
 * largest comes first and takes up what rounding leaves; those of less than one minor unit are left out.
 *
 * @param wordsFor - describes a contribution; called for those that are kept.
 */
export function decomposeChange(
  contributions: readonly Contribution[],
  { fromMinor: from, toMinor: to, currency }: PriceChange,
  wordsFor: (name: string) => string,
): readonly Adjustment[] {
  const logDifference = sumOfContributions(contributions)
  const logarithmicMean = Math.abs(logDifference) < 1e-12 ? from : (to - from) / logDifference
  let rest = to - from
  const shares: Share[] = []
  for (const { name, amount } of contributions) {
    const minor = Math.round(amount * logarithmicMean)
    rest -= minor
    if (minor !== 0) insertBySize(shares, { name, minor })
  }
  const [first] = contributions
  if (shares.length === 0 && first) shares.push({ name: first.name, minor: 0 })
  const [largest] = shares
  if (largest) largest.minor += rest
  const adjustments: Adjustment[] = []
  for (const { name, minor } of shares)
    if (minor !== 0) adjustments.push({ name, words: wordsFor(name), amount: moneyOfMinor(minor, currency) })
  return adjustments
}

interface Share {
  readonly name: string
  minor: number
}

/** Inserts a share into those of falling size, behind those of the same size. */
function insertBySize(shares: Share[], share: Share): void {
  const size = Math.abs(share.minor)
  let index = shares.length
  while (index > 0 && Math.abs(shares[index - 1]!.minor) < size) {
    shares[index] = shares[index - 1]!
    index--
  }
  shares[index] = share
}

/** Returns the sum of contributions. */
export function sumOfContributions(contributions: readonly Contribution[]): number {
  let sum = 0
  for (const { amount } of contributions) sum += amount
  return sum
}
