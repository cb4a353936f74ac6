import { type Binning, binNumbers, numberBins, withMore } from './binning.js'
import { boost } from './booster.js'
import { type Calibration, calibrate } from './calibration.js'
import type { Sheet } from './feature-matrix.js'
import { levelNames } from './features.js'
import { type Forest, walkForest } from './forest.js'

/** How far a learner is off, and for which cars more than for others. */
export interface Spread {
  /** The bins of the columns behind the sheet's: the predicted log value, and the depth of each level. */
  readonly binnings: readonly Binning[]
  /** Each learnt from one half of the rows. */
  readonly forests: readonly Forest[]
  /** The mean log error of each half. */
  readonly means: readonly number[]
  readonly calibration: Calibration
}

const rate = 0.1
const boosting = {
  trees: 50,
  maxLeaves: 16,
  rate,
  rowShare: 0.7,
  columnShare: 0.5,
  minLeafWeight: 30,
  ridge: 20,
  tail: 1e6,
}
/** Errors below this, of the log price, count alike: prices are rounded more than that. */
const leastError = 0.01
/**
 * The average of several learners is off by less than each alone, which is what was measured: by so much, with four
 * learners and with six, as cross-validation on the nine open sets has shown.
 */
const averagingGain = (learners: number): number => (learners >= 6 ? 0.96 : 0.97)

/** How many other cars each level knows of a row. */
function depthColumns({ groups, keys, count }: Sheet): Float64Array[] {
  return groups.map((rows, level) => {
    const sizes = new Float64Array(keys[level]?.size ?? 0)
    for (const group of rows) if (group >= 0) sizes[group]! += 1
    return Float64Array.from({ length: count }, (_, row) => {
      const group = rows[row]!
      return group < 0 ? 0 : sizes[group]! - 1
    })
  })
}

/** Learns from errors on rows that a learner had not seen how large they are, and how they are distributed then. */
export function fitSpread(
  sheet: Sheet,
  predictions: Float64Array,
  errors: Float64Array,
  more: readonly { readonly name: string; readonly values: Float64Array }[],
  learners: number,
  seed: number,
): Spread {
  const added = [
    { name: 'value', values: predictions },
    ...depthColumns(sheet).map((values, level) => ({ name: levelNames[level] as string, values })),
    ...more,
  ]
  const binnings = added.map(({ name, values }) => binNumbers(name, values))
  const all = [...sheet.binnings, ...binnings]
  const table = {
    columns: [...sheet.bins, ...binnings.map((binning, index) => numberBins(binning, added[index]!.values))],
    binCounts: all.map(({ count }) => count),
    isWords: all.map(({ words }) => words !== undefined),
  }
  const sizes = errors.map((error) => Math.log(Math.abs(error) + leastError))
  const ones = new Float64Array(sheet.count).fill(1)
  const scores = new Float64Array(sheet.count)
  const forests: Forest[] = []
  const means: number[] = []
  for (const half of [0, 1]) {
    const rows = Int32Array.from(sizes.keys()).filter((row) => row % 2 === half)
    const mean = rows.reduce((sum, row) => sum + sizes[row]!, 0) / Math.max(rows.length, 1)
    const centred = sizes.map((size) => size - mean)
    const said = new Float64Array(sheet.count)
    forests.push(boost(table, centred, ones, rows, { ...boosting, seed: seed + half }, said))
    means.push(mean)
    // Each half is scored by what the other has taught.
    for (let row = 1 - half; row < sheet.count; row += 2)
      scores[row] = (averagingGain(learners) * errors[row]!) / Math.exp(mean + said[row]!)
  }
  return { binnings, forests, means, calibration: calibrate(predictions, scores) }
}

/** The error to expect, of the log price: that of the car in the middle of its kind. */
export function expectedError(
  { forests, means, binnings }: Spread,
  bins: Uint8Array,
  added: readonly number[],
): number {
  const all = withMore(bins, binnings, added)
  let sum = 0
  for (const [half, forest] of forests.entries()) sum += means[half]! + rate * walkForest(forest, all)
  return Math.exp(sum / forests.length)
}
