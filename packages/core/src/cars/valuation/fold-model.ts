import { pseudoRandom } from '../../statistics/index.js'
import { type Binning, binNumbers, numberBins } from './binning.js'
import { type BoostOptions, boost } from './booster.js'
import type { Sheet } from './feature-matrix.js'
import type { Forest } from './forest.js'
import { type FittedBase, fitPooledBase, type PooledBase, poolSteps } from './group-effects.js'

/** One learner: a pooled base, and trees on what it leaves. */
export interface FoldModel {
  readonly base: PooledBase
  /** The bins of the columns behind the sheet's: the base, and what its steps add up to. */
  readonly binnings: readonly Binning[]
  readonly forest: Forest
  readonly rate: number
}

/** Fits a learner on the rows of the training; `predictions` are the log prices it gives all rows. */
export function fitFoldModel(
  sheet: Sheet,
  importance: Float64Array,
  isTraining: Uint8Array,
  options: BoostOptions,
): { model: FoldModel; predictions: Float64Array } {
  const training = Int32Array.from(isTraining.keys()).filter((row) => isTraining[row] === 1)
  const fitted = fitPooledBase(sheet, importance, training, isTraining, pseudoRandom(options.seed))
  const added = baseColumns(fitted)
  const binnings = added.map((values, index) =>
    binNumbers(baseColumnNames[index] ?? '', pickRows(values, training)),
  )
  const table = {
    columns: [...sheet.bins, ...binnings.map((binning, index) => numberBins(binning, added[index]!))],
    binCounts: [...sheet.binnings, ...binnings].map(({ count }) => count),
    isWords: [...sheet.binnings, ...binnings].map(({ words }) => words !== undefined),
  }
  const [base] = added as [Float64Array]
  const residuals = sheet.logPrices.map((price, row) => price - base[row]!)
  const predictions = new Float64Array(sheet.count)
  const heldOut = Int32Array.from(isTraining.keys()).filter((row) => isTraining[row] === 0)
  const forest = boost(table, residuals, importance, training, options, predictions, heldOut)
  return {
    model: { base: fitted.base, binnings, forest, rate: options.rate },
    predictions: predictions.map((value, row) => value + base[row]!),
  }
}

/** The columns that the base adds to those of the sheet. */
const baseColumnNames: readonly string[] = ['base', ...poolSteps.map((_, step) => `step ${step}`)]

function baseColumns({ cumulative, curveValues }: FittedBase): Float64Array[] {
  const whole = cumulative.at(-1)!
  return [whole.map((value, row) => value + curveValues[row]!), ...cumulative]
}

const pickRows = (values: Float64Array, rows: Int32Array) => Float64Array.from(rows, (row) => values[row]!)
