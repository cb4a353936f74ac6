import { defined } from '../../options/checks.js'
import type { HistoryPoint, PackSize } from '../pack.js'
import { isUnavailable, priceValidityMs } from '../timeline.js'
import {
  type BestPrice,
  figureOf,
  isComparable,
  type Measure,
  type PricedOffer,
  toBest,
} from './best-offer.js'
import { type LandedCosts, landedPriceOf, type PagePrices } from './landed-price.js'

/** The history of one product of a group. */
export interface MemberHistory {
  /** The id of the product. */
  readonly productId: string
  /** The costs that are added to each of its prices. */
  readonly costs: LandedCosts
  /** Its readings, oldest first. */
  readonly points: readonly (HistoryPoint & PagePrices & { readonly unconfirmed?: true })[]
}

/** A time at which the best price of a group was read anew. */
export interface GroupPoint {
  /** The time, in epoch milliseconds. */
  readonly at: number
  /** The best price from then on; absent while no product of the group could be had. */
  readonly best?: BestPrice
}

/** An offer of a product, with the time until which it counts unless it is read again. */
interface Standing {
  readonly offer: PricedOffer
  readonly value: number
  readonly until: number
}

/**
 * Merges the histories of a group into one: the best price at each reading of any of its products. A price counts until the
 * next reading of its product, and for eight days at most. One that a second reading must confirm does not count.
 */
export function mergeHistories(histories: readonly MemberHistory[], measure: Measure): readonly GroupPoint[] {
  const standing: (Standing | undefined)[] = histories.map(() => undefined)
  const packs: (PackSize | undefined)[] = histories.map(({ costs }) => costs.pack)
  const readings = histories
    .flatMap(({ points }, member) => points.map((point) => ({ member, point })))
    .filter(({ point }) => !point.unconfirmed)
    .toSorted((one, other) => one.point.at - other.point.at)
  return readings.flatMap(({ member, point }, index): readonly GroupPoint[] => {
    const { productId, costs } = histories[member] as MemberHistory
    packs[member] = costs.pack ?? point.pack ?? packs[member]
    const landed = isUnavailable(point.availability) ? undefined : landedPriceOf(point, costs)
    const offer = landed && { productId, total: landed.total, ...defined({ pack: packs[member] }) }
    standing[member] =
      offer && isComparable(offer, measure)
        ? { offer, value: figureOf(offer, measure), until: point.at + priceValidityMs }
        : undefined
    // Of several readings at one time, the last tells the best price of all.
    if (readings[index + 1]?.point.at === point.at) return []
    return [{ at: point.at, ...defined({ best: bestOf(standing, point.at, measure) }) }]
  })
}

function bestOf(
  standing: readonly (Standing | undefined)[],
  at: number,
  measure: Measure,
): BestPrice | undefined {
  let best: Standing | undefined
  for (const each of standing) if (each && each.until >= at && (!best || each.value < best.value)) best = each
  return best && toBest(best.offer, measure)
}

/** Returns the points of a group at which its best price changed. */
export const changesOf = (points: readonly GroupPoint[]): readonly GroupPoint[] =>
  points.filter(({ best }, index) => {
    const before = points[index - 1]?.best
    return index === 0 || best?.productId !== before?.productId || best?.total.amount !== before?.total.amount
  })
