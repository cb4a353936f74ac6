import { pseudoRandom } from '../../statistics/index.js'
import { appendColumns, type Binning, fitNumericBinning, type NumericColumn } from './binning.js'
import { type BoostOptions, boost } from './booster.js'
import type { FeatureMatrix } from './feature-matrix.js'
import type { Forest } from './forest.js'
import { effectTerms, type FittedGroupEffects, fitGroupEffects, type GroupEffects } from './group-effects.js'
import { type Steps, within } from './steps.js'

/** One model of log prices: group effects, and boosted trees on what they leave. */
export interface BoostedModel {
  readonly groupEffects: GroupEffects
  /** The binnings of the columns that stand behind the market's features: the group effects' predictions, whole and term by term. */
  readonly binnings: readonly Binning[]
  readonly forest: Forest
  readonly learningRate: number
}

/** A boosted model, and the log price that it predicts for each row. */
export interface FittedModel {
  readonly model: BoostedModel
  readonly predictions: Float64Array
}

/** The share of the group effects in the time of a fit, about. */
const effectsShare = 0.1

/** Fits a model on the training rows; the others are for early stopping. */
export function* fitBoostedModel(
  matrix: FeatureMatrix,
  sampleWeights: Float64Array,
  isTraining: Uint8Array,
  options: BoostOptions,
): Steps<FittedModel> {
  const rows = Int32Array.from(isTraining.keys()).filter((row) => isTraining[row] === 1)
  const validationRows = Int32Array.from(isTraining.keys()).filter((row) => isTraining[row] === 0)
  const training = { sampleWeights, rows, isTraining }
  const fitted = yield* within(0, effectsShare, fitGroupEffects(matrix, training, pseudoRandom(options.seed)))
  const columns = effectColumns(fitted)
  const binnings = columns.map(({ name, values }) => fitNumericBinning(name, selectRows(values, rows)))
  const table = appendColumns(matrix, binnings, columns)
  const base = columns[0]!.values
  const target = matrix.logPrices.map((price, row) => price - base[row]!)
  const predictions = new Float64Array(matrix.rowCount)
  const data = { table, target, sampleWeights, rows, validationRows }
  const forest = yield* within(effectsShare, 1, boost(data, options, predictions))
  return {
    model: { groupEffects: fitted.groupEffects, binnings, forest, learningRate: options.learningRate },
    predictions: predictions.map((value, row) => value + base[row]!),
  }
}

/** Makes columns of the group effects' predictions: the whole one, called `base`, and the sums of effects by term. */
function effectColumns({ cumulative, curveValues }: FittedGroupEffects): NumericColumn[] {
  const base = cumulative.at(-1)!.map((value, row) => value + curveValues[row]!)
  return [
    { name: 'base', values: base },
    ...effectTerms.map((_, term) => ({ name: `step ${term}`, values: cumulative[term]! })),
  ]
}

const selectRows = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row]!)
