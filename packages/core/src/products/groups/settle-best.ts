import { defined, omit } from '../../options/index.js'
import type { Tables } from '../../ports/index.js'
import type { BestPrice } from '../../prices/group/best-offer.js'
import { type ProductGroup, productGroupsTable, type ToldBest } from '../../records/group-records.js'
import type { Product } from '../../records/product-records.js'
import { type Emit, storeRecord } from '../../runtime/index.js'
import { dayMs } from '../../time/index.js'
import { compareMembers, currencyOf, loadMembers } from './group-offers.js'

/** A transaction that settles the best price of a group. */
export interface GroupTransaction {
  readonly tables: Tables
  /** Adds the event of a change; absent where the owner himself changed the group, and need not be told. */
  readonly emit?: Emit
}

/** Settles the best price of the group that a product is in, if it is in one. */
export async function settleGroupOf(
  transaction: GroupTransaction,
  { ownerId, groupId }: Product,
  now: number,
): Promise<void> {
  if (groupId === undefined) return
  const group = await transaction.tables.collection(productGroupsTable).get(ownerId, groupId)
  if (group) await settleBest(transaction, group, now)
}

/** Stores the best price of a group, and tells of it where that is news. */
export async function settleBest(
  { tables, emit }: GroupTransaction,
  group: ProductGroup,
  now: number,
): Promise<ProductGroup> {
  const members = await loadMembers(tables, group)
  const { best } = compareMembers(group, members, now)
  const isStill = isSame(best, group.best)
  const since = isStill ? (group.best?.since ?? group.updatedAt) : now
  const told =
    emit && group.told ? toldAfter(group.told, { best, since }, now) : { at: now, ...defined({ best }) }
  const currency = currencyOf(group, members)
  if (isStill && told === group.told && currency === group.currency) return group
  const after = await storeRecord(tables, productGroupsTable, {
    ...omit(group, 'best', 'told'),
    ...defined({ currency, best: best && { ...best, since }, told }),
    updatedAt: now,
  })
  if (emit && group.told && told !== group.told)
    emit('group:best-changed', { group: after, ...defined({ from: group.told.best, to: best }) })
  return after
}

/** A best price with the time since which it is the best, or since which there is none. */
interface Standing {
  readonly best: BestPrice | undefined
  readonly since: number
}

/**
 * Returns what was told last after this best price. A drop by more than 1 %, and the first price of all, are told at once.
 * Anything else is told once it has held for a day, so that offers that take turns tell of nothing.
 */
function toldAfter(told: ToldBest, { best, since }: Standing, now: number): ToldBest {
  if (isSamePrice(best, told.best)) return told
  const isDrop = best && (told.best === undefined || figureOf(best) < 0.99 * figureOf(told.best))
  return isDrop || now - since > dayMs ? { at: now, ...defined({ best }) } : told
}

const figureOf = ({ total, unitPrice }: BestPrice): number => unitPrice?.amount ?? Number(total.amount)

/** Returns whether two best prices ask the same, whichever product has them. */
function isSamePrice(one: BestPrice | undefined, other: BestPrice | undefined): boolean {
  if (!one || !other) return one === other
  return (
    one.total.currency === other.total.currency &&
    one.unitPrice?.per === other.unitPrice?.per &&
    figureOf(one) === figureOf(other)
  )
}

const isSame = (one: BestPrice | undefined, other: BestPrice | undefined): boolean =>
  isSamePrice(one, other) && one?.productId === other?.productId && one?.total.amount === other?.total.amount
