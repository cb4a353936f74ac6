import { z } from 'zod'
import { defined, parseOptions } from '../../options/index.js'
import { dayMs } from '../../time/index.js'

/** One time that less was asked for a car than before. */
export interface PriceCut {
  /** Epoch milliseconds. */
  readonly at: number
  readonly from: number
  readonly to: number
  /** How much less, as a share of what was asked before. */
  readonly share: number
}

/** How the price of a car for sale was cut. */
export interface PriceCuts {
  readonly cuts: readonly PriceCut[]
  /** How much less is asked now than at first, as a share of that; below 0 when it is more. */
  readonly totalShare?: number
  /** Days from the first price to the first cut. */
  readonly daysToFirstCut?: number
}

const pricesSchema = z.strictObject({
  prices: z.array(z.object({ at: z.number(), price: z.number().positive() })),
})

/**
 * Finds where the price of a car was cut, in the prices that were asked for it one after the other, in one currency.
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
  parseOptions('priceCuts', pricesSchema, { prices })
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
