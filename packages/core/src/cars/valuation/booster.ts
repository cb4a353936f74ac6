import { pseudoRandom } from '../../statistics/index.js'
import { Watch } from './early-stopping.js'
import { addTree, type Forest } from './forest.js'
import { histogramLayout } from './histogram.js'
import { TreeGrower, type TreeTable } from './tree.js'

/** How trees are boosted. */
export interface BoostOptions {
  readonly trees: number
  readonly maxLeaves: number
  /** How much of what a tree says is believed. */
  readonly rate: number
  readonly rowShare: number
  readonly columnShare: number
  readonly minLeafWeight: number
  readonly ridge: number
  /** How many times the usual error counts half (of the Student-t loss); smaller looks more at the bulk. */
  readonly tail: number
  readonly seed: number
}

/** A table's columns in bins. */
export type BoostColumns = Omit<TreeTable, 'layout'>

/**
 * Boosts trees on what is left of `residuals` over the rows of `training` (Friedman, 2001), under the loss of a
 * Student-t distribution with its scale taken from the errors as they are: each row weighs `1 / (1 + (r / scale)²)`, so
 * that a price of 1 or of 999,999 pulls nothing. Writes into `predictions`, over all rows, what the trees say. With rows
 * that are held out, it keeps no more trees than serve these: where prices are noise, more would learn the noise.
 */
export function boost(
  table: BoostColumns,
  residuals: Float64Array,
  importance: Float64Array,
  training: Int32Array,
  options: BoostOptions,
  predictions: Float64Array,
  heldOut?: Int32Array,
): Forest {
  const { trees: count, rate, rowShare, columnShare, tail, seed } = options
  const random = pseudoRandom(seed)
  const full = { ...table, layout: histogramLayout(table.binCounts) }
  const gradients = new Float64Array(residuals.length)
  const weights = new Float64Array(residuals.length)
  const limits = { ...options, wordRidge: options.ridge + 10 }
  const grower = new TreeGrower(full, limits, gradients, weights)
  const { forest } = grower.builder
  const sampled = new Int32Array(training.length)
  const isSampled = new Uint8Array(residuals.length)
  const watch = heldOut && new Watch(heldOut, residuals, importance)
  let scale = 0
  for (let round = 0; round < count; round++) {
    if (round % 10 === 0) scale = tail * typicalError(residuals, predictions, training)
    let taken = 0
    isSampled.fill(0)
    for (let index = 0; index < training.length; index++) {
      if (random() >= rowShare) continue
      const row = training[index]!
      const left = residuals[row]! - predictions[row]!
      const inScales = left / scale
      const weight = importance[row]! / (1 + inScales * inScales)
      sampled[taken++] = row
      isSampled[row] = 1
      weights[row] = weight
      gradients[row] = weight * left
    }
    const chosen = pick(table.columns.length, columnShare, random)
    grower.grow(sampled.subarray(0, taken), chosen, rate, predictions)
    addTree(forest, round, table.columns, rate, predictions, isSampled)
    if (watch && !watch.goesOn(round + 1, predictions)) break
  }
  return grower.builder.finish(watch?.restore(predictions) ?? count)
}

/** The median of the errors' sizes, times 1.4826, as of a normal distribution; never 0. */
function typicalError(residuals: Float64Array, predictions: Float64Array, rows: Int32Array): number {
  const step = Math.max(1, Math.floor(rows.length / 4_000))
  const sizes: number[] = []
  for (let index = 0; index < rows.length; index += step) {
    const row = rows[index]!
    sizes.push(Math.abs(residuals[row]! - predictions[row]!))
  }
  const sorted = Float64Array.from(sizes).sort()
  return Math.max(1.4826 * (sorted[sorted.length >> 1] ?? 0), 1e-4)
}

function pick(count: number, share: number, random: () => number): number[] {
  const all = Array.from({ length: count }, (_, column) => column)
  const chosen = all.filter(() => random() < share)
  return chosen.length > 0 ? chosen : all
}
