import { boost, type BoostOptions } from './booster.js'
import { binNumbers, numberBins } from './column.js'
import { curveAt, fitCurve } from './curve.js'
import { dealtParts, poolLevel } from './pool.js'
import { pseudoRandom } from './random.js'
import type { Sheet } from './sheet.js'

export interface Steps { level: number; slope?: 'age' | 'mileage'; shrinkage: number }
export const steps: Steps[] = [
  { level: 0, shrinkage: 5 }, { level: 1, shrinkage: 3 },
  { level: 1, slope: 'age', shrinkage: 20 }, { level: 1, slope: 'mileage', shrinkage: 20 },
  { level: 2, shrinkage: 3 }, { level: 3, shrinkage: 3 }, { level: 4, shrinkage: 3 }, { level: 5, shrinkage: 3 }, { level: 6, shrinkage: 3 },
  { level: 7, shrinkage: 4 }, { level: 8, shrinkage: 3 }, { level: 9, shrinkage: 3 },
]
export interface LabOptions extends BoostOptions { offset: boolean; passes: number; drop: string[] }
/** predictions over all rows from training rows; `test` rows get full effects */
export function fitFold(sheet: Sheet, importance: Float64Array, training: Int32Array, isTraining: Uint8Array, o: LabOptions): Float64Array {
  const n = sheet.count
  const random = pseudoRandom(o.seed)
  const parts = Uint8Array.from({ length: n }, () => Math.floor(random() * dealtParts))
  const lp = sheet.logPrices
  let weights = importance.slice()
  let effectSum = new Float64Array(n)
  const meanAge = training.reduce((s, r) => s + sheet.ages[r]!, 0) / training.length
  const roots = sheet.mileages.map((m) => Math.sqrt(Math.min(m, 3e5) / 1e4))
  const meanRoot = training.reduce((s, r) => s + roots[r]!, 0) / training.length
  const carriers = { age: sheet.ages.map((a) => (Math.min(a, 40) - meanAge) / 5), mileage: roots.map((r) => r - meanRoot) }
  let columns: Float64Array[] = []; let depthCols: Float64Array[] = []
  let base = new Float64Array(n)
  for (let pass = 0; pass < o.passes; pass++) {
    const curve = fitCurve(sheet.ages, sheet.mileages, lp.map((p, i) => p - effectSum[i]!), weights, training)
    const curveOf = Float64Array.from({ length: n }, (_, i) => curveAt(curve, sheet.ages[i]!, sheet.mileages[i]!))
    const left = new Float64Array(n), crossed = new Float64Array(n)
    for (const r of training) left[r] = crossed[r] = lp[r]! - curveOf[r]!
    const sums = new Float64Array(n), cum = curveOf.slice()
    columns = []; depthCols = []
    for (const st of steps) {
      const groups = sheet.groups[st.level]!, groupCount = sheet.keys[st.level]!.size
      const carrier = st.slope ? carriers[st.slope] : undefined
      const { effects, depths, crossFitted } = poolLevel({ groups, groupCount, shrinkage: st.shrinkage, ...(carrier && { carrier }) }, training, parts, weights, left, crossed)
      const col = new Float64Array(n), dep = new Float64Array(n)
      for (let i = 0; i < n; i++) {
        const g = groups[i]!
        if (g < 0) continue
        const full = effects[g]! * (carrier ? carrier[i]! : 1)
        sums[i] += full
        const own = isTraining[i] ? crossFitted[i]! : full
        cum[i] += own
        dep[i] = depths[g]!
        col[i] = own
      }
      for (let i = 0; i < n; i++) col[i] = cum[i]! - curveOf[i]!
      columns.push(col); depthCols.push(dep)
    }
    base = cum
    // only the first nonyear levels feed curve refit
    effectSum = sums
    const sizes = Float64Array.from(training, (r) => Math.abs(left[r]!)).sort()
    const s = 1.4826 * sizes[sizes.length >> 1]! * 2
    weights = importance.map((w, r) => w / (1 + (left[r]! / s) ** 2))
  }
  const added: { name: string; values: Float64Array }[] = [{ name: 'base', values: base }, ...columns.map((values, i) => ({ name: `e${i}`, values }))]
  const bn = added.map(({ name, values }) => binNumbers(name, Float64Array.from(training, (r) => values[r]!)))
  const keep = sheet.binnings.map((b, i) => i).filter((i) => !o.drop.includes(sheet.binnings[i]!.name))
  const table = {
    columns: [...keep.map((i) => sheet.bins[i]!), ...added.map(({ values }, i) => numberBins(bn[i]!, values))],
    binCounts: [...keep.map((i) => sheet.binnings[i]!.count), ...bn.map((b) => b.count)],
    isWords: [...keep.map((i) => sheet.binnings[i]!.words !== undefined), ...bn.map(() => false)],
  }
  const residuals = new Float64Array(n)
  for (const r of training) residuals[r] = lp[r]! - base[r]!
  const predictions = new Float64Array(n)
  boost(table, residuals, importance, training, o, predictions)
  return predictions.map((p, i) => p + base[i]!)
}
