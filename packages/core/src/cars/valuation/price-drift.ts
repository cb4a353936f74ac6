import type { Described } from './features.js'

/** How many cars' worth an effect is drawn toward 0, by level: all cars, the make, the model, the trim. */
const shrinkage = [60, 30, 8, 5]
const levelOf = { make: 0, model: 1, trim: 4 }

/** A group that has this much weight of its own counts half as much for the level above it, so that no model moves all. */
const halfWeight = 3

/** What listings that came after the fit say: by how much, level by level, prices have moved. */
export class Drift {
  readonly #sums: Map<string, { sum: number; weight: number }>

  constructor(stored: ReadonlyMap<string, { sum: number; weight: number }> = new Map()) {
    this.#sums = new Map(stored)
  }

  /** By how much log prices of such cars have moved. */
  of(car: Described): number {
    return this.#walk(car, () => {})
  }

  /** Takes in by how much a car's log price exceeds its value; far from it, in units of the error, it counts less. */
  add(car: Described, excess: number, error: number): void {
    const steps: { key: string; soFar: number; own: number }[] = []
    this.#walk(car, (key, soFar) => steps.push({ key, soFar, own: this.#sums.get(key)?.weight ?? 0 }))
    let share = 1
    for (const { key, soFar, own } of steps.toReversed()) {
      const left = excess - soFar
      const weight = share / (1 + (left / (3 * error)) ** 2)
      const known = this.#sums.get(key) ?? { sum: 0, weight: 0 }
      this.#sums.set(key, { sum: known.sum + weight * left, weight: known.weight + weight })
      share /= 1 + own / halfWeight
    }
  }

  /** To be stored. */
  toMap(): ReadonlyMap<string, { sum: number; weight: number }> {
    return this.#sums
  }

  #walk({ keys }: Described, visit: (key: string, soFar: number) => void): number {
    const levels = ['', keys[levelOf.make], keys[levelOf.model], keys[levelOf.trim]]
    let soFar = 0
    for (const [level, key] of levels.entries()) {
      if (key === undefined) continue
      visit(`${level}|${key}`, soFar)
      const known = this.#sums.get(`${level}|${key}`)
      if (known) soFar += known.sum / (known.weight + shrinkage[level]!)
    }
    return soFar
  }
}
