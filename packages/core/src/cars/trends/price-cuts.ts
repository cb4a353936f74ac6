import * as check from '../../options/check.js'
import { checkOptions, defined, marketSize, timeCheck } from '../../options/checks.js'
import { dayMs } from '../../time/index.js'

/** One reduction of the price asked for a car. */
export interface PriceCut {
  /** The time of the reduction, in epoch milliseconds. */
  readonly at: number
  /** The price before. */
  readonly from: number
  /** The price after. */
  readonly to: number
  /** The reduction as a share of the price before. */
  readonly share: number
}

/** The price reductions of one car. */
export interface PriceCuts {
  /** The reductions, in order of time. */
  readonly cuts: readonly PriceCut[]
  /** The reduction from the first price to the last, as a share of the first. Below 0 when the price has risen. */
  readonly totalShare?: number
  /** The days from the first price to the first reduction. */
  readonly daysToFirstCut?: number
}

const pricesCheck = check.strictObject({
  prices: check.list(
    check.object({ at: timeCheck, price: check.number({ above: 0, max: 1e12 }) }),
    'a list of prices',
  ),
})

/**
 * Finds the reductions in the successive prices asked for one car, in one currency.
 *
 * @throws `ValidationError` when a price is not above 0.
 * @example
 * ```ts
 * import { priceCuts } from '@telltale/core/cars'
 *
 * const { cuts, totalShare } = priceCuts([
 *   { at: Date.UTC(2026, 0, 1), price: 10_000 },
 *   { at: Date.UTC(2026, 0, 15), price: 9_500 },
 * ])
 * console.log(cuts.length, totalShare) // 1 0.05
 * ```
 */
export function priceCuts(prices: readonly { readonly at: number; readonly price: number }[]): PriceCuts {
  checkOptions('priceCuts', pricesCheck, { prices }, marketSize)
  const ordered = [...prices].sort((a, b) => a.at - b.at)
  const cuts = ordered.slice(1).flatMap(({ at, price }, i) => {
    const from = ordered[i]?.price ?? price
    return price < from ? [{ at, from, to: price, share: (from - price) / from }] : []
  })
  const [first, last] = [ordered[0], ordered.at(-1)]
  return {
    cuts,
    ...defined({
      totalShare: first && last ? (first.price - last.price) / first.price : undefined,
      daysToFirstCut: first && cuts[0] ? (cuts[0].at - first.at) / dayMs : undefined,
    }),
  }
}
