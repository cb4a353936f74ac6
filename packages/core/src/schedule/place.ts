import { AsyncLocalStorage } from 'node:async_hooks'

/** The operations of {@link Place} on the places that it is one of. */
export interface PlaceKeeper {
  /** Gives the place to others, and counts its work among those that rest. Returns `false` when too many rest already. */
  rest(): boolean
  /** Calls `onSeated` once the work that rests has a place again. Returns a function that leaves the line for one. */
  comeBack(onSeated: () => void): () => void
  /** Ends work that holds a place, or rests. */
  end(isResting: boolean): void
}

const current = new AsyncLocalStorage<Place>()

/**
 * Waits for something outside of this process, such as the pace of a site, and gives the place of the work that asks to
 * others meanwhile. Afterwards the work takes the next place that its kind and its owner may have. Work that has no place
 * just waits.
 */
export function withoutPlace<Result>(wait: () => Promise<Result>): Promise<Result> {
  const place = current.getStore()
  return place ? place.waitWithout(wait) : wait()
}

/** A place that one piece of work holds, or gave to others while it rests. */
export class Place {
  readonly #keeper: PlaceKeeper
  #state: 'held' | 'resting' | 'ended' = 'held'
  /** Settles when the work holds a place again, or has ended. */
  #seated: Promise<void> | undefined
  #onSeated = () => {}
  #leaveLine = () => {}

  constructor(keeper: PlaceKeeper) {
    this.#keeper = keeper
  }

  /** Runs the work that holds the place, so that {@link withoutPlace} finds the place. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    return current.run(this, work)
  }

  /** Ends the work, and gives the place to others. */
  release(): void {
    const isResting = this.#state === 'resting'
    this.#state = 'ended'
    this.#leaveLine()
    this.#onSeated()
    this.#keeper.end(isResting)
  }

  /** Waits as {@link withoutPlace} does. Of several waits at the same time, the first that ends takes a place again. */
  async waitWithout<Result>(wait: () => Promise<Result>): Promise<Result> {
    if (this.#state === 'held' && this.#keeper.rest()) {
      this.#state = 'resting'
      this.#seated = undefined
    }
    try {
      return await wait()
    } finally {
      await this.#comeBack()
    }
  }

  #comeBack(): Promise<void> | undefined {
    if (this.#state !== 'resting') return undefined
    this.#seated ??= new Promise((resolve) => {
      this.#onSeated = resolve
      this.#leaveLine = this.#keeper.comeBack(() => {
        this.#state = 'held'
        resolve()
      })
    })
    return this.#seated
  }
}
