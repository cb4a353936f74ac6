/** Counts by key. Keys whose count is 0 are not kept. */
export class Tally {
  readonly #counts = new Map<string, number>()

  /** The number of keys whose count is not 0. */
  get size(): number {
    return this.#counts.size
  }

  /** Returns the count of a key. */
  of(key: string): number {
    return this.#counts.get(key) ?? 0
  }

  /** Adds to the count of a key. */
  add(key: string, amount: 1 | -1): void {
    const count = this.of(key) + amount
    if (count === 0) this.#counts.delete(key)
    else this.#counts.set(key, count)
  }
}
