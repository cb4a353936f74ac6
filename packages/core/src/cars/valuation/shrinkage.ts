/** The groups of one effect, and the prior that draws their effects toward 0. */
export interface GroupedRows {
  /** The group of each row, from 0; -1 where it is not known. */
  readonly groups: Int32Array
  readonly groupCount: number
  /** For slopes, the covariate that each row's effect is multiplied by; 1 when absent. */
  readonly covariate?: Float64Array
  /** The prior's strength: the number of rows that would draw an effect halfway to 0. */
  readonly shrinkage: number
}

/** The number of parts for cross-fitting: a row's cross-fitted effect is learnt from the other parts alone. */
export const crossFittingParts = 5

/** The rows that effects are learnt from. Arrays are by row of the whole market. */
export interface EffectData {
  /** The rows to learn from. */
  readonly rows: Int32Array
  /** The part of each row, below `crossFittingParts`. */
  readonly parts: Uint8Array
  readonly weights: Float64Array
  /** The target less the earlier effects. */
  readonly residuals: Float64Array
  /** The target less the earlier cross-fitted effects. */
  readonly crossFittedResiduals: Float64Array
}

/** The shrunken effects of groups. */
export interface ShrunkenEffects {
  /** The effect of each group, learnt from all rows. */
  readonly effects: Float64Array
  /** By row, its group's effect times its covariate, learnt without the row's own part. */
  readonly crossFitted: Float64Array
}

/**
 * Fits the effect of each group: the weighted mean of its residuals, shrunken toward 0 as the best linear prediction of
 * a random effect is (Robinson, "That BLUP is a Good Thing", 1991). Subtracts the effects from both residuals.
 */
export function fitShrunkenEffects(grouped: GroupedRows, data: EffectData): ShrunkenEffects {
  const { groups, covariate, shrinkage } = grouped
  const { rows, parts, residuals, crossFittedResiduals } = data
  const { sums, weights, crossSums, partSums, partWeights } = sumByGroup(grouped, data)
  const effects = sums.map((sum, group) => sum / (weights[group]! + shrinkage))
  const crossFitted = new Float64Array(groups.length)
  for (const row of rows) {
    const group = groups[row]!
    if (group < 0) continue
    const x = covariate ? covariate[row]! : 1
    const part = group * crossFittingParts + parts[row]!
    const otherSum = crossSums[group]! - partSums[part]!
    const otherWeight = weights[group]! - partWeights[part]!
    crossFitted[row] = (x * otherSum) / (otherWeight + shrinkage)
    residuals[row]! += -x * effects[group]!
    crossFittedResiduals[row]! += -crossFitted[row]!
  }
  return { effects, crossFitted }
}

/** Sums the weighted residuals of each group, and of each part of it. */
function sumByGroup({ groups, groupCount, covariate }: GroupedRows, data: EffectData) {
  const { rows, parts, residuals, crossFittedResiduals } = data
  const sums = new Float64Array(groupCount)
  const weights = new Float64Array(groupCount)
  const crossSums = new Float64Array(groupCount)
  const partSums = new Float64Array(groupCount * crossFittingParts)
  const partWeights = new Float64Array(groupCount * crossFittingParts)
  for (const row of rows) {
    const group = groups[row]!
    if (group < 0) continue
    const x = covariate ? covariate[row]! : 1
    const weight = data.weights[row]! * x
    const part = group * crossFittingParts + parts[row]!
    sums[group]! += weight * residuals[row]!
    weights[group]! += weight * x
    crossSums[group]! += weight * crossFittedResiduals[row]!
    partSums[part]! += weight * crossFittedResiduals[row]!
    partWeights[part]! += weight * x
  }
  return { sums, weights, crossSums, partSums, partWeights }
}
