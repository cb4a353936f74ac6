import { appendBins, appendColumns, type Binning, fitNumericBinning, type NumericColumn } from './binning.js'
import { boost } from './booster.js'
import { type ConformalQuantiles, fitConformalQuantiles } from './conformal.js'
import type { FeatureMatrix } from './feature-matrix.js'
import { levelNames } from './features.js'
import { type Forest, predictForest } from './forest.js'
import { type Steps, within } from './steps.js'

/** A model of the size and the distribution of a predictor's errors. */
export interface ErrorModel {
  /** The binnings of the columns behind the features: the predicted log price, each level's group size, and more. */
  readonly binnings: readonly Binning[]
  /** Two forests that predict the logarithm of the error's size, each learnt from one half of the rows. */
  readonly forests: readonly Forest[]
  /** The mean logarithm of the error's size in each half. */
  readonly means: readonly number[]
  readonly conformal: ConformalQuantiles
}

const learningRate = 0.1
const boosting = {
  maxTrees: 50,
  maxLeaves: 16,
  learningRate,
  rowFraction: 0.7,
  columnFraction: 0.5,
  minLeafWeight: 30,
  l2: 20,
  // So large that the loss is the squared one.
  lossScale: 1e6,
}
/** The least error of the log price that counts: prices are rounded by more. */
const minError = 0.01

/**
 * Returns the factor of the errors of several models' average, which are smaller than those of each model alone, which
 * were measured. Found by cross-validation on nine open sets with four models and with six.
 */
const averagingFactor = (modelCount: number): number => (modelCount >= 6 ? 0.96 : 0.97)

/** The out-of-sample predictions that an error model is fitted to. Arrays are by row. */
export interface ErrorData {
  /** The predicted log prices. */
  readonly predictions: Float64Array
  /** The true log price less the predicted one. */
  readonly errors: Float64Array
  /** More columns that the error may depend on. */
  readonly columns: readonly NumericColumn[]
  /** The number of models whose average will predict. */
  readonly modelCount: number
  readonly seed: number
  /** The error, either way, beyond which a price is hardly one; `Infinity` where all prices are true. */
  readonly maxError: number
}

/** Fits the size of errors to the features of a car, and the distribution of errors in units of that size. */
export function* fitErrorModel(matrix: FeatureMatrix, data: ErrorData): Steps<ErrorModel> {
  const { predictions, errors, modelCount, seed, maxError } = data
  const columns = [{ name: 'value', values: predictions }, ...groupSizeColumns(matrix), ...data.columns]
  const binnings = columns.map(({ name, values }) => fitNumericBinning(name, values))
  const table = appendColumns(matrix, binnings, columns)
  const logSizes = errors.map((error) => Math.log(Math.abs(error) + minError))
  const sampleWeights = new Float64Array(matrix.rowCount).fill(1)
  const scores = new Float64Array(matrix.rowCount)
  const forests: Forest[] = []
  const means: number[] = []
  for (const half of [0, 1]) {
    const rows = Int32Array.from(logSizes.keys()).filter((row) => row % 2 === half)
    const mean = rows.reduce((sum, row) => sum + logSizes[row]!, 0) / Math.max(rows.length, 1)
    const target = logSizes.map((size) => size - mean)
    const predicted = new Float64Array(matrix.rowCount)
    const trees = boost({ table, target, sampleWeights, rows }, { ...boosting, seed: seed + half }, predicted)
    forests.push(yield* within(half / 2, (half + 1) / 2, trees))
    means.push(mean)
    // Each half is scored by the forest of the other, so that scores are out-of-sample.
    for (let row = 1 - half; row < matrix.rowCount; row += 2)
      scores[row] = (averagingFactor(modelCount) * errors[row]!) / Math.exp(mean + predicted[row]!)
  }
  const isJunk = (row: number) => Math.abs(errors[row]!) > maxError
  return { binnings, forests, means, conformal: fitConformalQuantiles(predictions, scores, isJunk) }
}

/** Makes a column for each level: the number of other cars in a row's group. */
function groupSizeColumns({ groups, groupIndexes, rowCount }: FeatureMatrix): NumericColumn[] {
  return groups.map((groupByRow, level) => {
    const sizes = new Float64Array(groupIndexes[level]?.size ?? 0)
    for (const group of groupByRow) if (group >= 0) sizes[group]! += 1
    const values = Float64Array.from({ length: rowCount }, (_, row) => {
      const group = groupByRow[row]!
      return group < 0 ? 0 : sizes[group]! - 1
    })
    return { name: levelNames[level]!, values }
  })
}

/**
 * Returns the expected error of a car's log price.
 *
 * @param bins - the bins of the car's features.
 * @param values - the values of the error model's own columns.
 */
export function expectedError(
  { forests, means, binnings }: ErrorModel,
  bins: Uint8Array,
  values: readonly number[],
): number {
  const all = appendBins(bins, binnings, values)
  let sum = 0
  for (const [half, forest] of forests.entries())
    sum += means[half]! + learningRate * predictForest(forest, all)
  return Math.exp(sum / forests.length)
}
