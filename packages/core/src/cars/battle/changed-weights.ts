import type { ScoreCard } from '../score-card.js'

/** A border that a figure has to reach or to pass. */
export interface Border {
  readonly to: number
  /** Whether the border itself is enough, or it takes `more` or `less` than that. */
  readonly needs: 'reach' | 'more' | 'less'
}

/** A category whose weight, changed alone, makes a car win. */
export interface ChangedWeight extends Border {
  readonly id: string
  /** What the category is worth now. */
  readonly weight: number
}

/**
 * For each scored category, the weight nearest to its own with which the car at `position` wins alone; categories where
 * no weight does are left out. A car that gets the share s of a category and lags rival r by g points passes it when the
 * weight changes by d with d · (s − s_r) > g: that bounds d from one side for each rival. Shares and lags are whole
 * grains, so that a tie is a tie.
 */
export function changedWeights({ categories, cars }: ScoreCard, position: number): readonly ChangedWeight[] {
  const scored = categories
    .filter((category) => category.scored)
    .map(({ id, weight, entries }) => ({ id, weight, sharing: entries.map(({ points }) => points > 0) }))
  const counts = scored.map(({ sharing }) => BigInt(sharing.filter(Boolean).length))
  const grains = [...new Set(counts)].reduce((product, count) => product * count, 1n)
  const shares = scored.map(({ sharing }, i) => sharing.map((has) => (has ? grains / (counts[i] ?? 1n) : 0n)))
  const totals = cars.map((_, car) =>
    scored.reduce((sum, { weight }, i) => sum + thousandths(weight) * (shares[i]?.[car] ?? 0n), 0n),
  )
  const own = totals[position] ?? 0n
  const lags = totals.map((total) => total - own)
  return scored.flatMap(({ id, weight }, i) => {
    const border = weightBorder(weight, shares[i] ?? [], lags, position)
    return border ? { id, weight, ...border } : []
  })
}

const thousandths = (weight: number): bigint => BigInt(Math.round(weight * 1_000))

function weightBorder(
  weight: number,
  shares: readonly bigint[],
  lags: readonly bigint[],
  position: number,
): Border | undefined {
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
