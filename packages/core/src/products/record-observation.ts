import { compareMoney, type Money } from '../money/index.js'
import { defined } from '../options/index.js'
import { analyzeHistory } from '../prices/history.js'
import { parsePackSize } from '../prices/pack.js'
import type { ProductReading } from '../prices/product.js'
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
import { type Emit, type Runtime, storable, storeRecord } from '../runtime/index.js'
import { matchRules } from './price-rules.js'
import { loadRecentHistory } from './recent-history.js'

/** What a page said, or why it could not be read. */
export type Reading = ProductReading | ({ readonly status: 'unread' } & ReadFailure)

/** One look at a product. */
export interface Look {
  /** When it was taken, in epoch milliseconds. */
  readonly at: number
  readonly reading: Reading
  /** Where it was taken; absent when Telltale read the page. */
  readonly provenance?: Provenance
  /** The schedule that it was taken for. */
  readonly scheduled?: { readonly nextDueAt: () => number }
}

/** Stores what came of a look, with all that follows from it; `undefined` when the product was untracked meanwhile. */
export async function recordObservation(
  runtime: Runtime,
  { id, ownerId, dueAt }: Product,
  { at, provenance, scheduled, ...look }: Look,
): Promise<{ product: Product; observation: ProductObservation } | undefined> {
  const reading = storable(look.reading)
  const observation = { ...toObservation(reading, at), ...defined({ provenance }) }
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(productsTable).get(ownerId, id)
    // A slot that was done elsewhere after this lease ran out is not done twice.
    if (!stored || (scheduled && stored.dueAt !== dueAt)) return undefined
    const row = { ownerId, key: id, at, id: runtime.newId(), ...observationToColumns(observation) }
    await tables.series(observationsTable).append([row])
    const points = await loadRecentHistory(tables, ownerId, id, at)
    const facts = createRuleContext(points, observation)
    const sale = observation.price ? analyzeHistory(points, { now: at }).sale : stored.sale
    const target = matchTarget(stored, facts)
    const after = await storeRecord(tables, productsTable, {
      ...productAfter(stored, reading, observation),
      ...defined({ sale, isTargetArmed: target?.isArmed, dueAt: scheduled?.nextDueAt() }),
      updatedAt: runtime.clock.now(),
    })
    announce(emit, stored, after, observation)
    if (target?.reached) emit('price:target-reached', { product: after, observation, target: target.reached })
    await matchRules(tables, emit, after, observation, facts)
    return { product: after, observation }
  })
}

/** Says what an observation changed. */
function announce(emit: Emit, before: Product, product: Product, observation: ProductObservation): void {
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

/** A product's target is a rule of its own. */
function matchTarget(
  { target, isTargetArmed = true }: Product,
  facts: RuleContext,
): { readonly isArmed: boolean; readonly reached?: Money } | undefined {
  if (!target) return undefined
  const { state, reason } = matchRule({ kind: 'price-below', price: target }, { armed: isTargetArmed }, facts)
  return { isArmed: state.armed, ...defined({ reached: reason === undefined ? undefined : target }) }
}

function toObservation(reading: Reading, at: number): ProductObservation {
  if (reading.status === 'unread')
    return { at, ...availabilityOf(reading), unread: { reason: reading.reason, message: reading.message } }
  const { price, wasPrice, availability, title } = reading
  const pack = title === undefined ? undefined : parsePackSize(title)
  return {
    at,
    price,
    ...defined({ wasPrice, availability, pack }),
  }
}

const availabilityOf = (reading: Reading): Pick<ProductObservation, 'availability'> =>
  'availability' in reading && reading.availability ? { availability: reading.availability } : {}

/**
 * A product after a reading, without its sale. A page that was read says all of the offer, so that what it no longer
 * names is gone; one that was not changes the availability at most.
 */
function productAfter(stored: Product, reading: Reading, { at, unread }: ProductObservation): Product {
  const { sale: _, unread: __, ...product } = stored
  if (reading.status === 'unread') return { ...product, ...availabilityOf(reading), ...defined({ unread }) }
  const { wasPrice: ___, availability: ____, shippingPrice: _____, ...kept } = product
  const read: Partial<Product> = reading
  const named = [
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
  const offer = Object.fromEntries(
    named.flatMap((name) => (read[name] === undefined ? [] : [[name, read[name]]])),
  )
  return { ...kept, ...offer, price: reading.price, pricedAt: at }
}
