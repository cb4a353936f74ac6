import type { CarFeatures } from './features.js'

/** The levels of drift, coarse to fine. The shrinkage is the number of cars that would draw a drift halfway to 0. */
const driftLevels: readonly { readonly keyIndex?: number; readonly shrinkage: number }[] = [
  { shrinkage: 60 }, // all cars
  { keyIndex: 0, shrinkage: 30 }, // the make
  { keyIndex: 1, shrinkage: 8 }, // the model
  { keyIndex: 4, shrinkage: 5 }, // the trim
]

/** The weight of a group at which a car of it counts half for the level above, so that no model moves all. */
const halfWeight = 3

/** The weighted sum of what a group's new prices exceed their predictions by. */
export interface GroupDrift {
  readonly sum: number
  readonly weight: number
}

/** The drift of prices since a market was fitted, by make, model and trim: hierarchical shrunken means of new listings' errors. */
export class PriceDrift {
  readonly #groups: Map<string, GroupDrift>

  constructor(stored: ReadonlyMap<string, GroupDrift> = new Map()) {
    this.#groups = new Map(stored)
  }

  /** Returns the drift of the log price of such a car. */
  of(car: CarFeatures): number {
    // Most markets are never updated, and every valuation comes here.
    return this.#groups.size === 0 ? 0 : this.#sumLevels(car, () => {})
  }

  /**
   * Adds a new listing.
   *
   * @param excess - the log price less the predicted one; far from the drift so far, in units of the error, it counts less.
   */
  add(car: CarFeatures, excess: number, error: number): void {
    const levels: { key: string; driftAbove: number; ownWeight: number }[] = []
    this.#sumLevels(car, (key, driftAbove) =>
      levels.push({ key, driftAbove, ownWeight: this.#groups.get(key)?.weight ?? 0 }),
    )
    let share = 1
    for (const { key, driftAbove, ownWeight } of levels.toReversed()) {
      const residual = excess - driftAbove
      const weight = share / (1 + (residual / (3 * error)) ** 2)
      const group = this.#groups.get(key) ?? { sum: 0, weight: 0 }
      this.#groups.set(key, { sum: group.sum + weight * residual, weight: group.weight + weight })
      share /= 1 + ownWeight / halfWeight
    }
  }

  /** Returns the drift of all groups, to be stored. */
  toMap(): ReadonlyMap<string, GroupDrift> {
    return this.#groups
  }

  /** Sums the drift over the levels of a car; visits each with the sum of those above it. */
  #sumLevels({ groupKeys }: CarFeatures, visit: (key: string, driftAbove: number) => void): number {
    let drift = 0
    for (const [level, { keyIndex, shrinkage }] of driftLevels.entries()) {
      const groupKey = keyIndex === undefined ? '' : groupKeys[keyIndex]
      if (groupKey === undefined) continue
      const key = `${level}|${groupKey}`
      visit(key, drift)
      const group = this.#groups.get(key)
      if (group) drift += group.sum / (group.weight + shrinkage)
    }
    return drift
  }
}
