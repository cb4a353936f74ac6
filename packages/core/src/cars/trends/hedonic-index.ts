import { parseOptions } from '../../options/index.js'
import { dayMs } from '../../time/index.js'
import { type DatedPrice, type IndexOptions, indexSchema, periodStart } from './dated-price.js'
import { leastSquares } from './least-squares.js'
import { type PriceIndex, toPriceIndex } from './price-index.js'

const yearMs = 365.25 * dayMs
/** A price this many times the usual distance from what is expected is taken for a mistake. */
const outlierTimes = 4

/**
 * How prices moved for cars of the same age, mileage, model and trim, from whatever cars were priced in each period: the
 * logarithm of the price on an effect of each period, age, its square and the logarithm of the mileage, within each
 * make, model and trim (time-dummy hedonic regression: Triplett, OECD 2004). Prices far off are left out, and the fit is
 * made once more. Prices without year or mileage are not used.
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
  const { period, minCount } = parseOptions('hedonicIndex', indexSchema, { ...options, sales })
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
  const first = effectsOf(rows, minCount)
  const usual = medianOf(first.rows.map((_, i) => Math.abs(first.residuals[i] ?? 0)))
  const kept = first.rows.filter(
    (_, i) => Math.abs(first.residuals[i] ?? 0) <= outlierTimes * 1.4826 * usual + 1e-9,
  )
  const final = kept.length < first.rows.length ? effectsOf(kept, minCount) : first
  return toPriceIndex(final.effects, final.rows.length)
}

interface Row {
  readonly at: number
  readonly group: string
  readonly log: number
  readonly traits: readonly number[]
}

function effectsOf(all: readonly Row[], minCount: number) {
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
  // A period whose cars have nothing in common with those of others cannot be measured.
  return {
    rows,
    residuals: fit.residuals,
    effects: effects.filter(({ standardError }) => !Number.isNaN(standardError)),
  }
}

/** Takes the mean of its group off every row. */
function centreWithin(rows: readonly Float64Array[], groups: readonly string[]): readonly Float64Array[] {
  const sums = new Map<string, { readonly sum: Float64Array; count: number }>()
  for (const [i, row] of rows.entries()) {
    const group = groups[i] ?? ''
    const so = sums.get(group) ?? { sum: new Float64Array(row.length), count: 0 }
    for (const [column, value] of row.entries()) so.sum[column] = (so.sum[column] ?? 0) + value
    so.count += 1
    sums.set(group, so)
  }
  return rows.map((row, i) => {
    const { sum, count } = sums.get(groups[i] ?? '') ?? { sum: row, count: 1 }
    return row.map((value, column) => value - (sum[column] ?? 0) / count)
  })
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
