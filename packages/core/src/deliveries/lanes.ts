interface Lane {
  running: number
  readonly waiting: (() => void)[]
}

/** Runs work in lanes: of each lane only so many at a time, in the order in which they came. */
export class Lanes {
  readonly #lanes = new Map<string, Lane>()

  /** Runs `work` when its lane has room. */
  async run<Result>(name: string, limit: number, work: () => Promise<Result>): Promise<Result> {
    const lane = this.#lanes.get(name) ?? { running: 0, waiting: [] }
    this.#lanes.set(name, lane)
    if (lane.running < limit) lane.running += 1
    else await new Promise<void>((resolve) => lane.waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = lane.waiting.shift()
      if (next) next()
      else lane.running -= 1
      if (lane.running === 0) this.#lanes.delete(name)
    }
  }
}
