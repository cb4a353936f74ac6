import { madToDeviation, medianHigh, pseudoRandom } from '../../statistics/index.js'
import type { BinnedTable } from './binning.js'
import { EarlyStopping } from './early-stopping.js'
import { addTree, type Forest } from './forest.js'
import type { Steps } from './steps.js'
import { TreeGrower, type TreeLimits } from './tree.js'

/** The parameters of gradient boosting. */
export interface BoostOptions {
  readonly maxTrees: number
  /** The maximum number of leaves in a tree. */
  readonly maxLeaves: number
  /** The factor of each tree's values (shrinkage). */
  readonly learningRate: number
  /** The share of rows that each tree is grown on. */
  readonly rowFraction: number
  /** The share of columns that each tree is grown on. */
  readonly columnFraction: number
  /** The minimum weight of a leaf. */
  readonly minLeafWeight: number
  /** The L2 penalty of leaf values; splits of categories get 10 more. */
  readonly l2: number
  /** The scale of the Student-t loss in robust standard deviations of the residuals: there a row counts half. */
  readonly lossScale: number
  readonly seed: number
}

/** The data of one fit. Arrays are by row of the whole table. */
export interface TrainingSet {
  readonly table: BinnedTable
  readonly target: Float64Array
  readonly sampleWeights: Float64Array
  /** The rows to learn from. */
  readonly rows: Int32Array
  /** The rows for early stopping; without them all trees are kept. */
  readonly validationRows?: Int32Array
}

/** The number of trees between two updates of the loss's scale. */
const scaleInterval = 10
/** The extra L2 penalty of categorical splits. */
const categoricalL2 = 10

/**
 * Fits boosted trees to the target (Friedman, "Greedy Function Approximation", 2001) under the loss of a Student-t
 * distribution, whose scale follows the residuals: each row weighs `1 / (1 + (r / scale)²)`, so that a price of 1 or of
 * 999,999 pulls nothing. With validation rows, keeps the number of trees that serves them best. Each tree is a step.
 *
 * @param predictions - the sum of the trees for every row, which is written.
 */
export function* boost(data: TrainingSet, options: BoostOptions, predictions: Float64Array): Steps<Forest> {
  const { table, target, sampleWeights, rows, validationRows } = data
  const { maxTrees, learningRate, rowFraction, columnFraction, lossScale, seed } = options
  const random = pseudoRandom(seed)
  const gradients = new Float64Array(target.length)
  const weights = new Float64Array(target.length)
  const grower = new TreeGrower(table, limitsOf(options), gradients, weights)
  const { forest } = grower.builder
  const sampled = new Int32Array(rows.length)
  const isSampled = new Uint8Array(target.length)
  const unsampled = { columns: table.columns, predictions, isSkipped: isSampled }
  const stopping = validationRows && new EarlyStopping(validationRows, target, sampleWeights)
  let scale = 0
  for (let tree = 0; tree < maxTrees; tree++) {
    if (tree % scaleInterval === 0) scale = lossScale * robustDeviation(target, predictions, rows)
    let sampledCount = 0
    isSampled.fill(0)
    for (let index = 0; index < rows.length; index++) {
      if (random() >= rowFraction) continue
      const row = rows[index]!
      const residual = target[row]! - predictions[row]!
      const scaled = residual / scale
      const weight = sampleWeights[row]! / (1 + scaled * scaled)
      sampled[sampledCount++] = row
      isSampled[row] = 1
      weights[row] = weight
      gradients[row] = weight * residual
    }
    const columns = sampleColumns(table.columns.length, columnFraction, random)
    grower.grow(sampled.subarray(0, sampledCount), columns, learningRate, predictions)
    addTree(forest, tree, learningRate, unsampled)
    if (stopping && !stopping.shouldContinue(tree + 1, predictions)) break
    yield (tree + 1) / maxTrees
  }
  return grower.builder.finish(stopping?.restoreBest(predictions) ?? maxTrees)
}

function limitsOf({ maxTrees, maxLeaves, minLeafWeight, l2 }: BoostOptions): TreeLimits {
  const splits = {
    numeric: { minLeafWeight, l2 },
    categorical: { minLeafWeight, l2: l2 + categoricalL2 },
  }
  return { maxTrees, maxLeaves, splits }
}

/** Returns the robust standard deviation of the residuals around 0, of a sample of the rows; never 0. */
function robustDeviation(target: Float64Array, predictions: Float64Array, rows: Int32Array): number {
  const step = Math.max(1, Math.floor(rows.length / 4_000))
  const sizes: number[] = []
  for (let index = 0; index < rows.length; index += step) {
    const row = rows[index]!
    sizes.push(Math.abs(target[row]! - predictions[row]!))
  }
  return Math.max(madToDeviation * (medianHigh(sizes) ?? 0), 1e-4)
}

function sampleColumns(count: number, fraction: number, random: () => number): number[] {
  const all = Array.from({ length: count }, (_, column) => column)
  const sampled = all.filter(() => random() < fraction)
  return sampled.length > 0 ? sampled : all
}
