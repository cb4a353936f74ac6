/** Tells a worker of this process that work was stored for it, so that it need not wait until its next search. */
export class WakeUp {
  #wake: (() => void) | undefined

  /** Tells the worker, if there is one: after the work is committed. */
  wake(): void {
    this.#wake?.()
  }

  /** Sets the function that tells the worker. */
  onWake(wake: () => void): void {
    this.#wake = wake
  }
}
