import type { ScoreCard } from './score-card.js'

/** A threshold that a value has to reach or to pass. */
export interface Threshold {
  /** The threshold, in the unit of the value. */
  readonly to: number
  /** `reach` when the threshold itself is enough; `more` or `less` when the value has to lie beyond it. */
  readonly needs: 'reach' | 'more' | 'less'
}

/** A category whose weight, changed alone, makes a car win, with the threshold of that weight. */
export interface WeightThreshold extends Threshold {
  /** The category's id. */
  readonly id: string
  /** The category's current weight. */
  readonly weight: number
}

/**
 * Returns, for each scored category, the weight nearest to its current one with which the car at `position` wins alone.
 * Categories in which no weight does that are left out.
 *
 * A car that gets the share s of a category and lags rival r by g points passes it when the weight changes by d with
 * d · (s − s_r) > g. Each rival so bounds d from one side. Shares and lags are whole numbers, so that ties are exact.
 */
export function weightThresholds(
  { categories, cars }: ScoreCard,
  position: number,
): readonly WeightThreshold[] {
  const scored = categories
    .filter((category) => category.isScored)
    .map(({ id, weight, entries }) => ({ id, weight, isWinner: entries.map(({ points }) => points > 0) }))
  const counts = scored.map(({ isWinner }) => BigInt(isWinner.filter(Boolean).length))
  // Every share is a whole number of these parts.
  const parts = [...new Set(counts)].reduce((product, count) => product * count, 1n)
  const shares = scored.map(({ isWinner }, i) =>
    isWinner.map((wins) => (wins ? parts / (counts[i] ?? 1n) : 0n)),
  )
  const totals = cars.map((_, car) =>
    scored.reduce((sum, { weight }, i) => sum + thousandths(weight) * (shares[i]?.[car] ?? 0n), 0n),
  )
  const own = totals[position] ?? 0n
  const lags = totals.map((total) => total - own)
  return scored.flatMap(({ id, weight }, i) => {
    const threshold = weightThreshold(weight, shares[i] ?? [], lags, position)
    return threshold ? { id, weight, ...threshold } : []
  })
}

const thousandths = (weight: number): bigint => BigInt(Math.round(weight * 1_000))

function weightThreshold(
  weight: number,
  shares: readonly bigint[],
  lags: readonly bigint[],
  position: number,
): Threshold | undefined {
  let [above, below] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const [car, share] of shares.entries()) {
    if (car === position) continue
    const lead = Number((shares[position] ?? 0n) - share)
    const lag = Number(lags[car] ?? 0n)
    if (lead > 0) above = Math.max(above, lag / lead)
    else if (lead < 0) below = Math.min(below, lag / lead)
    else if (lag >= 0) return undefined
  }
  if (above >= below || weight + below / 1_000 <= 0) return undefined
  return above >= 0
    ? { to: weight + above / 1_000, needs: 'more' }
    : { to: weight + below / 1_000, needs: 'less' }
}
