import { checkOptions, marketSize } from '../../options/checks.js'
import { groupBy } from '../../statistics/index.js'
import { type DatedPrice, type IndexOptions, indexCheck, periodStart } from './dated-price.js'
import { leastSquares } from './least-squares.js'
import { type PriceIndex, toPriceIndex } from './price-index.js'

/**
 * Computes the price index of the same cars over time, from cars that were priced in two periods or more. Regresses the
 * logarithm of each price ratio on the periods of both prices (Bailey, Muth and Nourse 1963). Cars are recognized by VIN,
 * so that only time changes. The index includes ageing, which {@link hedonicIndex} removes. `minCount` counts the pairs
 * that begin or end in a period.
 *
 * @throws `ValidationError` when a price is not above 0, or an option is out of its range.
 * @example
 * ```ts
 * import { repeatSalesIndex } from '@telltale/core/cars'
 *
 * const camry = { make: 'Toyota', model: 'Camry', vin: '4T1BF1FK8CU030085' }
 * const { points } = repeatSalesIndex(
 *   [
 *     { ...camry, at: Date.UTC(2026, 0, 9), price: 10_000 },
 *     { ...camry, at: Date.UTC(2026, 1, 9), price: 9_700 },
 *   ],
 *   { minCount: 1 },
 * )
 * console.log(points[1]?.index) // 97
 * ```
 */
export function repeatSalesIndex(sales: readonly DatedPrice[], options: IndexOptions = {}): PriceIndex {
  const { period, minCount } = checkOptions('repeatSalesIndex', indexCheck, { ...options, sales }, marketSize)
  const pairs = pairsOf(sales, (at) => periodStart(at, period))
  const counts = new Map<number, number>()
  for (const at of pairs.flatMap(({ from, to }) => [from, to])) counts.set(at, (counts.get(at) ?? 0) + 1)
  const starts = [...counts].filter(([, count]) => count >= minCount).map(([at]) => at)
  const periods = starts.sort((a, b) => a - b)
  const used = pairs.filter(({ from, to }) => periods.includes(from) && periods.includes(to))
  const fit = leastSquares(
    used.map(({ from, to }) =>
      Float64Array.from(periods.slice(1), (start) => (start === to ? 1 : start === from ? -1 : 0)),
    ),
    Float64Array.from(used, ({ change }) => change),
  )
  const effects = periods.map((at, i) => ({
    at,
    count: counts.get(at) ?? 0,
    effect: i === 0 ? 0 : (fit.coefficients[i - 1] ?? 0),
    standardError: i === 0 ? 0 : (fit.standardErrors[i - 1] ?? Number.NaN),
  }))
  return toPriceIndex(
    effects.filter(({ standardError }) => !Number.isNaN(standardError)),
    used.length,
  )
}

/** Two successive prices of one car. */
interface Pair {
  readonly from: number
  readonly to: number
  /** The logarithm of the later price divided by the earlier one. */
  readonly change: number
}

/** Pairs each price of a car with its next one, where that is in a later period. */
function pairsOf(sales: readonly DatedPrice[], startOf: (at: number) => number): readonly Pair[] {
  return [...groupBy(sales, ({ vin }) => vin).values()].flatMap((known) => {
    const ordered = known.sort((a, b) => a.at - b.at)
    return ordered.slice(1).flatMap((later, i) => {
      const earlier = ordered[i] ?? later
      const [from, to] = [startOf(earlier.at), startOf(later.at)]
      return from === to ? [] : [{ from, to, change: Math.log(later.price / earlier.price) }]
    })
  })
}
