import { madToDeviation } from '../../statistics/index.js'
import { appendBins, appendColumns, type Binning, fitNumericBinning } from './binning.js'
import { boost } from './booster.js'
import { quantilesAt } from './conformal.js'
import type { FitOptions } from './ensemble.js'
import { type ErrorModel, expectedError, fitErrorModel } from './error-model.js'
import { type FeatureMatrix, selectRows } from './feature-matrix.js'
import { type Forest, predictForest } from './forest.js'
import type { MarketListing } from './market-listing.js'
import type { EncodedCar, Prediction } from './prediction.js'
import { type Steps, within } from './steps.js'

/** A meta-model that combines a market's own prediction with the valuation of another valuer. */
export interface StackedValuer {
  /** The other valuer, such as `mmr`. */
  readonly name: string
  /** The share of the difference by which the prediction moves toward the other's valuation, from 0 to 1. */
  readonly weight: number
  /** The binnings of the columns behind the features: own log price, the other's, and their difference. */
  readonly binnings: readonly Binning[]
  /** The forests that correct what that leaves, by condition and whatever else the listings say; they are averaged. */
  readonly forests: readonly Forest[]
  readonly errorModel: ErrorModel
}

const learningRate = 0.08
/** The most trees of a forest that corrects, and the number of rows that one of them takes: few rows teach few trees. */
const maxTrees = 120
const rowsPerTree = 20
const boosting = {
  maxLeaves: 24,
  learningRate,
  rowFraction: 0.6,
  columnFraction: 0.6,
  minLeafWeight: 10,
  l2: 5,
  lossScale: 1,
}
/** The minimum number of listings that a valuer has valued. */
const minValuedListings = 400

/** The out-of-fold results of a market's ensemble. */
export interface StackingData {
  readonly listings: readonly MarketListing[]
  readonly matrix: FeatureMatrix
  /** By row, the log price less the out-of-fold prediction. */
  readonly errors: Float64Array
  readonly folds: Uint8Array
}

/** Fits a stacked valuer for each other valuer that has valued listings enough (Wolpert, "Stacked Generalization", 1992). */
export function* fitStackedValuers(
  data: StackingData,
  currency: string,
  options: FitOptions,
): Steps<StackedValuer[]> {
  const { listings, matrix, errors, folds } = data
  const names = [...new Set(listings.flatMap(({ valuations = {} }) => Object.keys(valuations)))]
  const valuers: StackedValuer[] = []
  for (const [index, name] of names.entries()) {
    const logs = Float64Array.from(listings, (listing) => logValuationBy(name, listing, currency))
    const rows = Int32Array.from(logs.keys()).filter((row) => Number.isFinite(logs[row]))
    if (rows.length < minValuedListings) continue
    const pick = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
    const valued: ValuedRows = {
      matrix: selectRows(matrix, rows),
      own: pick(matrix.logPrices.map((price, row) => price - errors[row]!)),
      others: pick(logs),
      folds: rows.map((row) => folds[row]!),
    }
    const fit = fitStackedValuer(name, valued, options)
    valuers.push(yield* within(index / names.length, (index + 1) / names.length, fit))
  }
  return valuers
}

/** Returns the logarithm of a valuer's valuation of a car; `NaN` without one in the market's currency. */
function logValuationBy(name: string, { valuations }: MarketListing, currency: string): number {
  const other = valuations?.[name]
  const amount = other?.currency === currency ? Number(other.amount) : Number.NaN
  return amount > 0 ? Math.log(amount) : Number.NaN
}

/** The rows that one valuer has valued. */
interface ValuedRows {
  readonly matrix: FeatureMatrix
  /** The market's own out-of-fold predictions. */
  readonly own: Float64Array
  /** The other's log valuations. */
  readonly others: Float64Array
  readonly folds: Int32Array
}

/** The share of the correcting forests in the time of a fit, about. */
const correctionsShare = 0.7

function* fitStackedValuer(
  name: string,
  data: ValuedRows,
  { seed, maxError }: FitOptions,
): Steps<StackedValuer> {
  const { matrix, own, others } = data
  const { logPrices } = matrix
  const differences = others.map((other, row) => other - own[row]!)
  const errors = logPrices.map((price, row) => price - own[row]!)
  const weight = robustSlope(differences, errors)
  const residuals = errors.map((error, row) => error - weight * differences[row]!)
  const columns = [
    { name: 'own', values: own },
    { name: 'other', values: others },
    { name: 'difference', values: differences },
  ]
  const binnings = columns.map((column) => fitNumericBinning(column.name, column.values))
  const table = appendColumns(matrix, binnings, columns)
  const sampleWeights = new Float64Array(matrix.rowCount).fill(1)
  const corrections = new Float64Array(matrix.rowCount)
  const forests: Forest[] = []
  const treeCount = Math.min(maxTrees, Math.ceil(matrix.rowCount / rowsPerTree))
  const folds = [...new Set(data.folds)].sort()
  for (const [index, fold] of folds.entries()) {
    const predicted = new Float64Array(matrix.rowCount)
    const rows = Int32Array.from(data.folds.keys()).filter((row) => data.folds[row] !== fold)
    const training = { table, target: residuals, sampleWeights, rows }
    const trees = boost(training, { ...boosting, maxTrees: treeCount, seed: seed + fold }, predicted)
    const [from, to] = [index, index + 1].map((done) => (correctionsShare * done) / folds.length)
    forests.push(yield* within(from!, to!, trees))
    for (let row = 0; row < matrix.rowCount; row++)
      if (data.folds[row] === fold) corrections[row] = predicted[row]!
  }
  const unexplained = residuals.map((error, row) => error - corrections[row]!)
  const fit = fitErrorModel(matrix, {
    predictions: logPrices.map((price, row) => price - unexplained[row]!),
    errors: unexplained,
    columns: [{ name: 'difference', values: differences }],
    modelCount: forests.length,
    seed,
    maxError,
  })
  const errorModel = yield* within(correctionsShare, 1, fit)
  return { name, weight, binnings, forests, errorModel }
}

/** Fits a slope through 0, between 0 and 1, by iteratively reweighted least squares with Cauchy weights. */
function robustSlope(xs: Float64Array, ys: Float64Array): number {
  let slope = 0.5
  for (let round = 0; round < 20; round++) {
    const sizes = ys.map((y, row) => Math.abs(y - slope * xs[row]!)).sort()
    const scale = Math.max(madToDeviation * sizes[sizes.length >> 1]!, 1e-4)
    let [numerator, denominator] = [0, 1e-9]
    for (const [row, y] of ys.entries()) {
      const x = xs[row]!
      const weight = 1 / (1 + ((y - slope * x) / scale) ** 2)
      numerator += weight * x * y
      denominator += weight * x * x
    }
    slope = Math.min(Math.max(numerator / denominator, 0), 1)
  }
  return slope
}

/** The change of a prediction by one valuer, and the error that it leaves. */
interface StackedChange {
  readonly name: string
  readonly amount: number
  readonly error: number
  readonly quantiles: readonly number[]
}

/** A car that other valuers may have valued. */
export interface ValuedCar {
  readonly listing: MarketListing
  readonly currency: string
  readonly encoded: Pick<EncodedCar, 'bins' | 'groupSizes'>
}

/** Combines a prediction with the valuations of others, each weighted by the inverse of its squared error. */
export function stackPrediction(
  valuers: readonly StackedValuer[],
  { listing, currency, encoded }: ValuedCar,
  prediction: Prediction,
): Prediction {
  const changes = valuers.flatMap((valuer): StackedChange[] => {
    const other = logValuationBy(valuer.name, listing, currency)
    return Number.isFinite(other) ? [changeBy(valuer, other, encoded, prediction.logPrice)] : []
  })
  const [best] = changes.toSorted((a, b) => a.error - b.error)
  if (!best) return prediction
  const total = changes.reduce((sum, { error }) => sum + error ** -2, 0)
  const contributions = changes.map(({ name, amount, error }) => ({
    name,
    amount: (amount * error ** -2) / total,
  }))
  const change = contributions.reduce((sum, { amount }) => sum + amount, 0)
  return {
    ...prediction,
    logPrice: prediction.logPrice + change,
    contributions: [...prediction.contributions, ...contributions],
    // Valuers look at the same sales, so that two are hardly surer than the better one.
    error: best.error,
    quantiles: best.quantiles,
  }
}

/** Returns the change of a predicted log price by another's log valuation. */
function changeBy(
  { name, weight, binnings, forests, errorModel }: StackedValuer,
  other: number,
  { bins, groupSizes }: Pick<EncodedCar, 'bins' | 'groupSizes'>,
  own: number,
): StackedChange {
  const difference = other - own
  const allBins = appendBins(bins, binnings, [own, other, difference])
  const corrections = forests.reduce((sum, forest) => sum + predictForest(forest, allBins), 0)
  const amount = weight * difference + (learningRate * corrections) / forests.length
  const error = expectedError(errorModel, bins, [own + amount, ...groupSizes, difference])
  return { name, amount, error, quantiles: quantilesAt(errorModel.conformal, own + amount) }
}
