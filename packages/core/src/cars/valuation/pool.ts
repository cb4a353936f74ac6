/** One step of the pooling: which group each row belongs to, and by what its effect is multiplied. */
export interface PoolLevel {
  /** The group of each row, from 0; -1 where it is not known. */
  readonly groups: Int32Array
  readonly groupCount: number
  /** What the effect is multiplied by in each row, for slopes; 1 when absent. */
  readonly carrier?: Float64Array
  /** How many rows' worth a group's effect is drawn toward 0. */
  readonly shrinkage: number
}

/** Into how many parts rows are dealt, so that no row's own price is in what it is described by. */
export const dealtParts = 5

/** The pooled effects of one level. */
export interface PooledEffects {
  /** The effect of each group, learnt from all rows of the training. */
  readonly effects: Float64Array
  /** The weight of rows that each was learnt from. */
  readonly depths: Float64Array
  /** For each row, the level's effect learnt from the rows of the other parts alone. */
  readonly crossFitted: Float64Array
}

/**
 * Fits the effect of each group of a level on what is left of the residuals: their weighted mean, drawn toward 0 by the
 * level's shrinkage (as of a random effect), once of all rows and once for each part of all others. Takes the effects
 * off `left` and `leftCrossed`.
 */
export function poolLevel(
  { groups, groupCount, carrier, shrinkage }: PoolLevel,
  rows: Int32Array,
  parts: Uint8Array,
  weights: Float64Array,
  left: Float64Array,
  leftCrossed: Float64Array,
): PooledEffects {
  const sums = new Float64Array(groupCount)
  const depths = new Float64Array(groupCount)
  const partSums = new Float64Array(groupCount * dealtParts)
  const partDepths = new Float64Array(groupCount * dealtParts)
  const crossedSums = new Float64Array(groupCount)
  for (const row of rows) {
    const group = groups[row]!
    if (group < 0) continue
    const x = carrier ? carrier[row]! : 1
    const weight = weights[row]! * x
    const part = group * dealtParts + parts[row]!
    add(sums, group, weight * left[row]!)
    add(depths, group, weight * x)
    add(crossedSums, group, weight * leftCrossed[row]!)
    add(partSums, part, weight * leftCrossed[row]!)
    add(partDepths, part, weight * x)
  }
  const effects = sums.map((sum, group) => sum / (depths[group]! + shrinkage))
  const crossFitted = new Float64Array(groups.length)
  for (const row of rows) {
    const group = groups[row]!
    if (group < 0) continue
    const x = carrier ? carrier[row]! : 1
    const part = group * dealtParts + parts[row]!
    const others = crossedSums[group]! - partSums[part]!
    const depth = depths[group]! - partDepths[part]!
    crossFitted[row] = (x * others) / (depth + shrinkage)
    add(left, row, -x * effects[group]!)
    add(leftCrossed, row, -crossFitted[row]!)
  }
  return { effects, depths, crossFitted }
}

const add = (into: Float64Array, index: number, amount: number): void => {
  into[index]! += amount
}
