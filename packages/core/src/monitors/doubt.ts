/** The time for which a probe has been in doubt, which is limited. */
export class Doubt {
  readonly #maxMs: number
  #since: number | undefined

  /** @param maxMs - the time after which failures count again, although nothing has recovered. */
  constructor(maxMs: number) {
    this.#maxMs = maxMs
  }

  /** `true` from the first failure to recovery, however long that takes. */
  get hasBegun(): boolean {
    return this.#since !== undefined
  }

  /** Begins or ends the doubt. Returns `true` when that is a change. */
  set(isInDoubt: boolean, now: number): boolean {
    if (isInDoubt === this.hasBegun) return false
    this.#since = isInDoubt ? now : undefined
    return true
  }

  /** Checks whether a failure now may be one of the probe's own network. */
  excuses(now: number): boolean {
    return this.#since !== undefined && now - this.#since < this.#maxMs
  }
}
