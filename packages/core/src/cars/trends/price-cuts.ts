import { z } from 'zod'
import { defined, marketSize, parseOptions, timeOption } from '../../options/index.js'
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

const pricesSchema = z.strictObject({
  prices: z.array(z.object({ at: timeOption, price: z.number().positive().max(1e12) })),
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
  parseOptions('priceCuts', pricesSchema, { prices }, marketSize)
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
