import type { RequestListener } from 'node:http'
import { products } from './catalog.js'
import { healthAt } from './health.js'
import { priceAt } from './pricing.js'
import { answer, type ShopState } from './routes.js'

/** The clock of the shop. */
export interface ShopClock {
  /** Returns monotonic milliseconds. */
  now(): number
  /** Resolves after the given milliseconds. */
  wait(ms: number): Promise<void>
}

/** The options of a shop. */
export interface ShopOptions {
  /**
   * The speed of the shop's time. At 1, a round of prices and health takes 20 seconds, which suits a demonstration; at
   * 1/180, it takes an hour.
   *
   * @default 1
   */
  readonly pace?: number
  /** The clock of the shop. @default the clock of the machine */
  readonly clock?: ShopClock
}

/** A shop that answers requests. */
export interface Shop extends Pick<ShopState, 'products' | 'health'> {
  /** Answers one request. */
  readonly listener: RequestListener
}

/** The length of a round of prices and health at a pace of 1. Rounds repeat. */
const roundMs = 20_000

const machineClock: ShopClock = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/**
 * Makes a shop whose first round begins now. It does not listen: see `startShop`.
 *
 * @throws RangeError when the pace is not a number above 0.
 */
export function createShop({ pace = 1, clock = machineClock }: ShopOptions = {}): Shop {
  if (!Number.isFinite(pace) || pace <= 0)
    throw new RangeError(`createShop: expected pace to be a number above 0, got ${pace}`)
  const openedAt = clock.now()
  const inRoundMs = () => ((clock.now() - openedAt) * pace) % roundMs
  const state: ShopState = {
    products: () => products.map((product) => ({ ...product, ...priceAt(product.pricePlan, inRoundMs()) })),
    health: () => healthAt(inRoundMs()),
    wait: (ms) => clock.wait(ms),
  }
  const { products: priced, health } = state
  return { products: priced, health, listener: (request, response) => void answer(state, request, response) }
}
