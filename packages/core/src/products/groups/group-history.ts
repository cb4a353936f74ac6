import { fromMinor, type Money, minorDigits } from '../../money/index.js'
import { defined } from '../../options/index.js'
import type { HistoryAnalysis } from '../../prices/analysis.js'
import { type BestPrice, measureOf } from '../../prices/group/best-offer.js'
import { type GroupPoint, mergeHistories } from '../../prices/group/merge-histories.js'
import { analyzeHistory } from '../../prices/history.js'
import type { ProductGroup } from '../../records/group-records.js'
import type { Runtime } from '../../runtime/index.js'
import { loadRecentHistory } from '../recent-history.js'
import { currencyOf, loadMembers, packOf } from './group-offers.js'

/** Loads the histories of a group's products and merges them: the best price at each reading of any of them. */
export async function loadGroupHistory(
  { storage, clock }: Runtime,
  group: ProductGroup,
): Promise<readonly GroupPoint[]> {
  const now = clock.now()
  const members = await loadMembers(storage, group)
  const currency = currencyOf(group, members)
  if (currency === undefined) return []
  const histories = await Promise.all(
    members.map(async ({ id: productId, ownerId, landedCosts: costs = {} }) => ({
      productId,
      costs,
      points: await loadRecentHistory(storage, ownerId, productId, now),
    })),
  )
  const packs = members.map((member) => defined({ pack: packOf(member) }))
  return mergeHistories(histories, measureOf(packs, currency))
}

/** Analyzes the best price of a group. */
export async function analyzeGroup(runtime: Runtime, group: ProductGroup): Promise<HistoryAnalysis> {
  const points = await loadGroupHistory(runtime, group)
  const priced = points.map(({ at, best }) => defined({ at, price: best && priceOf(best) }))
  return analyzeHistory(priced, { now: runtime.clock.now() })
}

/** Returns the price that a best price is compared by. A unit price is rounded to what a price can be. */
const priceOf = ({ total, unitPrice }: BestPrice): Money =>
  unitPrice
    ? fromMinor(BigInt(Math.round(unitPrice.amount * 10 ** minorDigits(total.currency))), total.currency)
    : total
