import { checkOptions, marketSize } from '../../options/checks.js'
import { madToDeviation, medianHigh } from '../../statistics/index.js'
import { dayMs } from '../../time/index.js'
import { type DatedPrice, type IndexOptions, indexCheck, periodStart } from './dated-price.js'
import { leastSquares } from './least-squares.js'
import { type PriceIndex, toPriceIndex } from './price-index.js'

const yearMs = 365.25 * dayMs
/** The number of standard deviations from the expected price beyond which a price counts as an error. */
const outlierDeviations = 4

/**
 * Computes the price index of cars of the same age, mileage, model and trim, from whatever cars were priced in each
 * period. Regresses the logarithm of the price on the period, the age, its square and the logarithm of the mileage, within
 * each make, model and trim (time-dummy hedonic regression: Triplett, OECD 2004). Outliers are removed, and the fit is
 * repeated once. Prices without a year or a mileage are not used.
 *
 * @throws `ValidationError` when a price is not above 0, or an option is out of its range.
 * @example
 * ```ts
 * import { hedonicIndex } from '@telltale/core/cars'
 *
 * const camry = { make: 'Toyota', model: 'Camry', year: 2012 }
 * const { points } = hedonicIndex(
 *   [
 *     { ...camry, at: Date.UTC(2026, 0, 9), price: 9_900, mileageMiles: 70_000 },
 *     { ...camry, at: Date.UTC(2026, 1, 9), price: 9_700, mileageMiles: 72_000 },
 *   ],
 *   { minCount: 1 },
 * )
 * console.log(points.length)
 * ```
 */
export function hedonicIndex(sales: readonly DatedPrice[], options: IndexOptions = {}): PriceIndex {
  const { period, minCount } = checkOptions('hedonicIndex', indexCheck, { ...options, sales }, marketSize)
  const rows = sales.flatMap(({ at, price, make, model, trim = '', year, mileageMiles }) => {
    if (year === undefined || mileageMiles === undefined) return []
    const age = (at - Date.UTC(year, 0, 1)) / yearMs
    const group = JSON.stringify([make, model, trim].map((name) => name.toLowerCase()))
    return [
      {
        at: periodStart(at, period),
        group,
        log: Math.log(price),
        traits: [age, age * age, Math.log1p(mileageMiles)],
      },
    ]
  })
  const first = fitEffects(rows, minCount)
  const median = medianHigh(first.rows.map((_, i) => Math.abs(first.residuals[i] ?? 0))) ?? 0
  const kept = first.rows.filter(
    (_, i) => Math.abs(first.residuals[i] ?? 0) <= outlierDeviations * madToDeviation * median + 1e-9,
  )
  const final = kept.length < first.rows.length ? fitEffects(kept, minCount) : first
  return toPriceIndex(final.effects, final.rows.length)
}

/** One price as a row of the regression. */
interface Row {
  readonly at: number
  readonly group: string
  readonly log: number
  readonly traits: readonly number[]
}

/** Fits the effect of each period that has enough prices. */
function fitEffects(all: readonly Row[], minCount: number) {
  const counts = new Map<number, number>()
  for (const { at } of all) counts.set(at, (counts.get(at) ?? 0) + 1)
  const periods = [...counts].filter(([, count]) => count >= minCount).sort(([a], [b]) => a - b)
  const rows = all.filter(({ at }) => (counts.get(at) ?? 0) >= minCount)
  // The first period has no column: the others are measured from it.
  const columns = rows.map(({ at, traits, log }) =>
    Float64Array.from([...periods.slice(1).map(([start]) => (start === at ? 1 : 0)), ...traits, log]),
  )
  const centred = centreWithin(
    columns,
    rows.map(({ group }) => group),
  )
  const width = Math.max(0, periods.length - 1) + 3
  const fit = leastSquares(
    centred.map((row) => row.subarray(0, width)),
    Float64Array.from(centred, (row) => row[width] ?? 0),
  )
  const effects = periods.map(([at, count], i) => ({
    at,
    count,
    effect: i === 0 ? 0 : (fit.coefficients[i - 1] ?? 0),
    standardError: i === 0 ? 0 : (fit.standardErrors[i - 1] ?? Number.NaN),
  }))
  // A period whose cars have nothing in common with those of other periods has no defined effect.
  return {
    rows,
    residuals: fit.residuals,
    effects: effects.filter(({ standardError }) => !Number.isNaN(standardError)),
  }
}

/** Subtracts from every row the mean of its group. */
function centreWithin(rows: readonly Float64Array[], groups: readonly string[]): readonly Float64Array[] {
  const sums = new Map<string, { readonly sum: Float64Array; count: number }>()
  for (const [i, row] of rows.entries()) {
    const group = groups[i] ?? ''
    const total = sums.get(group) ?? { sum: new Float64Array(row.length), count: 0 }
    for (const [column, value] of row.entries()) total.sum[column] = (total.sum[column] ?? 0) + value
    total.count += 1
    sums.set(group, total)
  }
  return rows.map((row, i) => {
    const { sum, count } = sums.get(groups[i] ?? '') ?? { sum: row, count: 1 }
    return row.map((value, column) => value - (sum[column] ?? 0) / count)
  })
}
