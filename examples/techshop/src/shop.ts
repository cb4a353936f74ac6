import type { RequestListener } from 'node:http'
import { products } from './catalog.js'
import { healthAt } from './health.js'
import { priceAt } from './pricing.js'
import { answer, type ShopFront } from './routes.js'

/** Where the shop takes its time from. */
export interface ShopClock {
  /** Milliseconds that never step back. */
  now(): number
  /** Resolves after so many milliseconds. */
  wait(ms: number): Promise<void>
}

/** How a shop is made. */
export interface ShopOptions {
  /**
   * How fast the shop's time passes. At 1 its prices and its health go through all they do in 20 seconds, which suits
   * a demonstration; at 1/180 that takes an hour.
   *
   * @default 1
   */
  readonly pace?: number
  /** @default the time of the machine */
  readonly clock?: ShopClock
}

/** A shop that can be asked, and can answer requests. */
export interface Shop extends Pick<ShopFront, 'products' | 'health'> {
  /** Answers one request. */
  readonly listener: RequestListener
}

/** How long prices and health take, at a pace of 1, to go through all they do; then they begin again. */
const roundMs = 20_000

const machineClock: ShopClock = {
  now: () => performance.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/**
 * Makes a shop whose first round begins now. It listens nowhere: see `startShop`.
 *
 * @throws RangeError when the pace is not a number above 0.
 */
export function createShop({ pace = 1, clock = machineClock }: ShopOptions = {}): Shop {
  if (!Number.isFinite(pace) || pace <= 0)
    throw new RangeError(`createShop: expected pace to be a number above 0, got ${pace}`)
  const openedAt = clock.now()
  const inRoundMs = () => ((clock.now() - openedAt) * pace) % roundMs
  const front: ShopFront = {
    products: () => products.map((product) => ({ ...product, ...priceAt(product.pricePlan, inRoundMs()) })),
    health: () => healthAt(inRoundMs()),
    wait: (ms) => clock.wait(ms),
  }
  const { products: tagged, health } = front
  return { products: tagged, health, listener: (request, response) => void answer(front, request, response) }
}
