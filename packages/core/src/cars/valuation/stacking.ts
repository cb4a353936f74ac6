import type { Appraisal, Placed } from './appraise.js'
import { type Binning, binNumbers, numberBins, withMore } from './binning.js'
import { boost } from './booster.js'
import { quantilesAt } from './calibration.js'
import { expectedError, fitSpread, type Spread } from './error-model.js'
import { pickRows, type Sheet } from './feature-matrix.js'
import { type Forest, walkForest } from './forest.js'
import type { MarketListing } from './market-listing.js'

/** How a market's own values and those of another valuer go together. */
export interface Joined {
  /** The other valuer, such as `mmr`. */
  readonly name: string
  /** How far the value moves toward the other's: 0 not at all, 1 all the way. */
  readonly weight: number
  /** The bins of what stands behind the sheet's columns: the own log value, the other's, and how far they are apart. */
  readonly binnings: readonly Binning[]
  /** What is to be corrected after that, by condition and whatever else the listings say. */
  readonly forests: readonly Forest[]
  readonly spread: Spread
}

const rate = 0.08
const boosting = {
  trees: 120,
  maxLeaves: 24,
  rate,
  rowShare: 0.6,
  columnShare: 0.6,
  minLeafWeight: 10,
  ridge: 5,
  tail: 1,
}
/** Fewer say too little of a valuer. */
const fewestValued = 400

/** Learns to join each other valuer of whom enough is known, from own values of cars that had not been seen. */
export function fitJoined(
  listings: readonly MarketListing[],
  sheet: Sheet,
  errors: Float64Array,
  folds: Uint8Array,
  currency: string,
  seed: number,
): Joined[] {
  const names = new Set(listings.flatMap(({ valuations = {} }) => Object.keys(valuations)))
  return [...names].flatMap((name) => {
    const logs = Float64Array.from(listings, (listing) => logOfOther(listing, name, currency))
    const rows = Int32Array.from(logs.keys()).filter((row) => Number.isFinite(logs[row]))
    if (rows.length < fewestValued) return []
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
    const own = pick(sheet.logPrices.map((price, row) => price - errors[row]!))
    return [
      fitOne(
        name,
        pickRows(sheet, rows),
        own,
        pick(logs),
        rows.map((row) => folds[row]!),
        seed,
      ),
    ]
  })
}

/** The logarithm of what another valuer says, or NaN. */
function logOfOther({ valuations }: MarketListing, name: string, currency: string): number {
  const other = valuations?.[name]
  const amount = other?.currency === currency ? Number(other.amount) : Number.NaN
  return amount > 0 ? Math.log(amount) : Number.NaN
}

function fitOne(
  name: string,
  sheet: Sheet,
  own: Float64Array,
  others: Float64Array,
  folds: Int32Array,
  seed: number,
): Joined {
  const apart = others.map((other, row) => other - own[row]!)
  const errors = sheet.logPrices.map((price, row) => price - own[row]!)
  const weight = robustSlope(apart, errors)
  const left = errors.map((error, row) => error - weight * apart[row]!)
  const added = [own, others, apart]
  const binnings = added.map((values, index) => binNumbers(['own', 'other', 'apart'][index]!, values))
  const all = [...sheet.binnings, ...binnings]
  const table = {
    columns: [...sheet.bins, ...binnings.map((binning, index) => numberBins(binning, added[index]!))],
    binCounts: all.map(({ count }) => count),
    isWords: all.map(({ words }) => words !== undefined),
  }
  const ones = new Float64Array(sheet.count).fill(1)
  const corrected = new Float64Array(sheet.count)
  const forests = [...new Set(folds)].sort().map((fold) => {
    const said = new Float64Array(sheet.count)
    const training = Int32Array.from(folds.keys()).filter((row) => folds[row] !== fold)
    const forest = boost(table, left, ones, training, { ...boosting, seed: seed + fold }, said)
    for (let row = 0; row < sheet.count; row++) if (folds[row] === fold) corrected[row] = said[row]!
    return forest
  })
  const unexplained = left.map((error, row) => error - corrected[row]!)
  const joined = sheet.logPrices.map((price, row) => price - unexplained[row]!)
  const spread = fitSpread(
    sheet,
    joined,
    unexplained,
    [{ name: 'apart', values: apart }],
    forests.length,
    seed,
  )
  return { name, weight, binnings, forests, spread }
}

/** The slope through 0 that errors follow, with little weight on the wild ones; between 0 and 1. */
function robustSlope(xs: Float64Array, ys: Float64Array): number {
  let slope = 0.5
  for (let round = 0; round < 20; round++) {
    const sizes = ys.map((y, row) => Math.abs(y - slope * xs[row]!)).sort()
    const scale = Math.max(1.4826 * sizes[sizes.length >> 1]!, 1e-4)
    let [over, under] = [0, 1e-9]
    for (const [row, y] of ys.entries()) {
      const x = xs[row]!
      const weight = 1 / (1 + ((y - slope * x) / scale) ** 2)
      over += weight * x * y
      under += weight * x * x
    }
    slope = Math.min(Math.max(over / under, 0), 1)
  }
  return slope
}

/** One valuer's word on one car. */
interface Word {
  readonly name: string
  readonly amount: number
  readonly error: number
  readonly quantiles: readonly number[]
}

/** Moves an appraisal by what other valuers say: those that are off by less count for more. */
export function joinOthers(
  all: readonly Joined[],
  listing: MarketListing,
  currency: string,
  { bins, depths }: Pick<Placed, 'bins' | 'depths'>,
  appraisal: Appraisal,
): Appraisal {
  const words = all.flatMap((joined): Word[] => {
    const other = logOfOther(listing, joined.name, currency)
    return Number.isFinite(other) ? [wordOf(joined, other, bins, depths, appraisal.logValue)] : []
  })
  const [first] = words.toSorted((a, b) => a.error - b.error)
  if (!first) return appraisal
  const total = words.reduce((sum, { error }) => sum + error ** -2, 0)
  const parts = words.map(({ name, amount, error }) => ({ name, amount: (amount * error ** -2) / total }))
  const moved = parts.reduce((sum, { amount }) => sum + amount, 0)
  return {
    ...appraisal,
    logValue: appraisal.logValue + moved,
    parts: [...appraisal.parts, ...parts],
    // Valuers look at the same sales, so that two are hardly surer than the better one.
    error: first.error,
    quantiles: first.quantiles,
  }
}

function wordOf(
  { name, weight, binnings, forests, spread }: Joined,
  other: number,
  bins: Uint8Array,
  depths: readonly number[],
  own: number,
): Word {
  const apart = other - own
  const added = [own, other, apart]
  const all = withMore(bins, binnings, added)
  const said = forests.reduce((sum, forest) => sum + walkForest(forest, all), 0)
  const amount = weight * apart + (rate * said) / forests.length
  const error = expectedError(spread, bins, [own + amount, ...depths, apart])
  return { name, amount, error, quantiles: quantilesAt(spread.calibration, own + amount) }
}
