import { fromMinor, type Money } from '../money/index.js'
import { dayMs, type Timeline } from './timeline.js'
import { openWindow } from './usual-price.js'

/** A price that is really reduced. */
export interface Sale {
  /** When the reduced price was first seen, in epoch milliseconds. It stays the same while the sale lasts, also when the price falls further. */
  readonly startedAt: number
  /** How far the price is below the usual one, in percent, rounded down to a tenth. */
  readonly depthPercent: number
  /** The reduced price. */
  readonly price: Money
  /** The price that held longest in the 90 days before the sale. */
  readonly usual: Money
}

/** What is nearer to the usual price than this is no sale. */
const leastDepthPercent = 5n

/** How often the usual price must have been seen, so that one misread price makes no sale. */
const leastSightings = 2

/** A reduction may be called a sale for as long as the law looks back; after that only while it is below what has become usual. */
const sureMs = 30 * dayMs

interface Reduction {
  readonly startedAt: number
  readonly usual: bigint
}

/**
 * Finds the sale that is on at `now`, if one is.
 *
 * A sale begins when the price falls to 5 % or more below the one that held longest in the 90 days before, if that one was
 * seen twice or more; how long it held does not matter. It lasts through further changes, gaps and stock-outs, until a
 * price less than 5 % below is seen, or until it is 30 days old and no longer 5 % below what held longest in the last 90
 * days: then the reduced price has become the usual one.
 */
export function findSale({ currency, holds }: Timeline, now: number): Sale | undefined {
  const window = openWindow(holds)
  const sightings = new Map<bigint, number>()
  let sale: Reduction | undefined
  let last: bigint | undefined
  const endIfUsual = (at: number): void => {
    window.moveTo(at)
    if (sale && last !== undefined && at - sale.startedAt >= sureMs && !isBelow(last, window.usual()))
      sale = undefined
  }
  for (const { from, minor, sightings: times } of holds) {
    endIfUsual(from)
    if (sale && !isBelow(minor, sale.usual)) sale = undefined
    const usual = !sale && last !== undefined && minor < last ? window.usual() : undefined
    if (usual !== undefined && isBelow(minor, usual) && (sightings.get(usual) ?? 0) >= leastSightings)
      sale = { startedAt: from, usual }
    sightings.set(minor, (sightings.get(minor) ?? 0) + times)
    last = minor
  }
  endIfUsual(now)
  if (!sale || last === undefined) return undefined
  return {
    startedAt: sale.startedAt,
    depthPercent: Number(((sale.usual - last) * 1000n) / sale.usual) / 10,
    price: fromMinor(last, currency),
    usual: fromMinor(sale.usual, currency),
  }
}

const isBelow = (minor: bigint, usual: bigint | undefined): boolean =>
  usual !== undefined && minor * 100n <= usual * (100n - leastDepthPercent) && minor < usual
