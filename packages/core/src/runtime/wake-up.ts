/** Tells a worker of this process that work was stored for it, so that it need not wait until its next search. */
export class WakeUp {
  #wake: ((ownerId?: string) => void) | undefined

  /**
   * Tells the worker, if there is one: after the work is committed.
   *
   * @param ownerId - the owner of the work. @default not known, so that the worker searches
   */
  wake(ownerId?: string): void {
    this.#wake?.(ownerId)
  }

  /** Sets the function that tells the worker. */
  onWake(wake: (ownerId?: string) => void): void {
    this.#wake = wake
  }
}
