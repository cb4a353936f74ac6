import { compareMoney, type Money } from '../money/index.js'
import { defined, omit } from '../options/index.js'
import { toStorableText } from '../ports/index.js'
import { analyzeHistory } from '../prices/history.js'
import { parsePackSize } from '../prices/pack.js'
import type { Availability, ProductReading } from '../prices/product.js'
import { matchRule } from '../prices/rules/match-rule.js'
import { createRuleContext, type RuleContext } from '../prices/rules/rule-context.js'
import {
  observationsTable,
  observationToColumns,
  type Product,
  type ProductObservation,
  type Provenance,
  productsTable,
  type ReadFailure,
} from '../records/product-records.js'
import { type Emit, type Runtime, storeRecord } from '../runtime/index.js'
import { matchRules } from './price-rules.js'
import { loadRecentHistory } from './recent-history.js'

/** The result of reading a page: a product, or the reason why it could not be read. */
export type ReadResult = ProductReading | ({ readonly status: 'unread' } & ReadFailure)

/** One reading of a product. */
export interface Reading {
  /** The time of the reading, in epoch milliseconds. */
  readonly at: number
  readonly result: ReadResult
  /** The origin of the price; absent when Telltale read the page. */
  readonly provenance?: Provenance
  /** The schedule of the reading; absent when it was not scheduled. */
  readonly scheduled?: { readonly nextDueAt: () => number }
}

/** A product after a reading, with the observation that was recorded. */
export interface RecordedObservation {
  readonly product: Product
  readonly observation: ProductObservation
}

/**
 * Records a reading in one transaction: appends the observation, updates the product, matches its target and its rules,
 * and emits events. Returns `undefined` when the product was untracked meanwhile, or another worker did the slot.
 */
export async function recordObservation(
  runtime: Runtime,
  { id, ownerId, dueAt }: Product,
  { at, provenance, scheduled, ...reading }: Reading,
): Promise<RecordedObservation | undefined> {
  const result = toStorableText(reading.result)
  const observation = defined({ ...toObservation(result, at), provenance })
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(productsTable).get(ownerId, id)
    // Another worker may have done the slot after this lease ran out.
    if (!stored || (scheduled && stored.dueAt !== dueAt)) return undefined
    const row = { ownerId, key: id, at, id: runtime.newId(), ...observationToColumns(observation) }
    await tables.series(observationsTable).append([row])
    const points = await loadRecentHistory(tables, ownerId, id, at)
    const context = createRuleContext(points, observation)
    const sale = observation.price ? analyzeHistory(points, { now: at }).sale : stored.sale
    const target = matchTarget(stored, context)
    const after = await storeRecord(tables, productsTable, {
      ...productAfter(stored, result, observation),
      ...defined({ sale, isTargetArmed: target?.isArmed, dueAt: scheduled?.nextDueAt() }),
      updatedAt: runtime.clock.now(),
    })
    emitChanges(emit, stored, after, observation)
    if (target?.reached) emit('price:target-reached', { product: after, observation, target: target.reached })
    await matchRules(tables, emit, { product: after, observation, context })
    return { product: after, observation }
  })
}

/** Emits the events of an observation. */
function emitChanges(emit: Emit, before: Product, product: Product, observation: ProductObservation): void {
  emit('product:refreshed', { product, observation })
  const { price: to } = observation
  const { price: from } = before
  const move = from && to && from.currency === to.currency ? compareMoney(to, from) : 0
  if (from && to && move < 0) emit('price:dropped', { product, from, to })
  if (from && to && move > 0) emit('price:rose', { product, from, to })
  const isSameSale = before.sale?.startedAt === product.sale?.startedAt
  if (before.sale && !isSameSale) emit('sale:ended', { product, sale: before.sale })
  if (product.sale && !isSameSale) emit('sale:started', { product, sale: product.sale })
}

/** Matches the target price of a product, which works like a `price-below` rule. */
function matchTarget(
  { target, isTargetArmed = true }: Product,
  context: RuleContext,
): { readonly isArmed: boolean; readonly reached?: Money } | undefined {
  if (!target) return undefined
  const { state, reason } = matchRule(
    { kind: 'price-below', price: target },
    { armed: isTargetArmed },
    context,
  )
  return { isArmed: state.armed, ...defined({ reached: reason === undefined ? undefined : target }) }
}

function toObservation(result: ReadResult, at: number): ProductObservation {
  if (result.status === 'unread')
    return defined({ at, availability: availabilityOf(result), unread: failureOf(result) })
  const { price, wasPrice, availability, title } = result
  return defined({
    at,
    price,
    wasPrice,
    availability,
    pack: title === undefined ? undefined : parsePackSize(title),
  })
}

const failureOf = ({ reason, message }: ReadFailure): ReadFailure => ({ reason, message })

const availabilityOf = (result: ReadResult): Availability | undefined =>
  'availability' in result ? result.availability : undefined

/** The fields of a product that a page states anew with each reading: one that it no longer states is removed. */
const statedFields = [
  'title',
  'wasPrice',
  'availability',
  'imageUrl',
  'brand',
  'sku',
  'gtin',
  'mpn',
  'seller',
  'shippingPrice',
] as const

/** Returns a product after a reading, without its sale. A reading that failed changes the availability at most. */
function productAfter(stored: Product, result: ReadResult, { at, unread }: ProductObservation): Product {
  const product = omit(stored, 'sale', 'unread')
  if (result.status === 'unread')
    return { ...product, ...defined({ availability: availabilityOf(result), unread }) }
  const read: Partial<Product> = result
  const stated = Object.fromEntries(statedFields.map((name) => [name, read[name]]))
  const kept = omit(product, 'wasPrice', 'availability', 'shippingPrice')
  return { ...kept, ...defined(stated), price: result.price, pricedAt: at }
}
