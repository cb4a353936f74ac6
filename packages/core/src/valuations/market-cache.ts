import type { Market } from '../cars/valuation/index.js'

/** The number of cars that the markets in memory may have in all: about 300 MB of them. One market is kept at any rate. */
const maxCars = 250_000

interface Held {
  readonly market: Promise<Market>
  cars: number
}

/** The markets that this process has in memory, by their revision. The one that was used longest ago goes first. */
export class MarketCache {
  readonly #held = new Map<string, Held>()

  /** Resolves to the market of a revision, loaded once, however many ask for it at a time. A failure is not kept. */
  get(revision: string, load: () => Promise<Market>): Promise<Market> {
    const held = this.#held.get(revision) ?? { market: load(), cars: 0 }
    this.#held.delete(revision)
    this.#held.set(revision, held)
    held.market.then(
      (market) => this.#count(held, market),
      () => {
        if (this.#held.get(revision) === held) this.#held.delete(revision)
      },
    )
    return held.market
  }

  /** Keeps a market that was learned here, in place of the revision before. */
  put(revision: string, market: Market, before: string | undefined): void {
    if (before !== undefined) this.#held.delete(before)
    void this.get(revision, async () => market)
  }

  #count(held: Held, { report }: Market): void {
    held.cars = report.accepted
    let cars = [...this.#held.values()].reduce((sum, each) => sum + each.cars, 0)
    for (const [revision, each] of this.#held) {
      if (cars <= maxCars || each === held) continue
      this.#held.delete(revision)
      cars -= each.cars
    }
  }
}
