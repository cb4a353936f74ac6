import type { Money } from '../money/index.js'
import { defined, omit } from '../options/index.js'
import { type Tables, toStorableText } from '../ports/index.js'
import { analyzeHistory } from '../prices/history.js'
import { parsePackSize } from '../prices/pack.js'
import type { Availability, ProductReading } from '../prices/product.js'
import { initialState, matchRule } from '../prices/rules/match-rule.js'
import { createRuleContext, type RuleContext } from '../prices/rules/rule-context.js'
import type { RuleMatch } from '../prices/rules/rule-state.js'
import {
  observationsTable,
  observationToColumns,
  type Product,
  type ProductObservation,
  type Provenance,
  productsTable,
  type ReadFailure,
} from '../records/product-records.js'
import { type Emit, type NextSlot, type Runtime, storeRecord, type WorkRun } from '../runtime/index.js'
import { settleGroupOf } from './groups/settle-best.js'
import { matchProductRules } from './match-product-rules.js'
import { settlePageKey } from './page-conflict.js'
import { emitChanges } from './price-events.js'
import { loadRecentHistory } from './recent-history.js'

/** The result of reading a page: a product, or the reason why it could not be read. */
export type ReadResult = (ProductReading | ({ readonly status: 'unread' } & ReadFailure)) & {
  /** The key of the page that was read; absent when it was seen elsewhere. */
  readonly pageKey?: string
}

/** One reading of a product. */
export interface Reading {
  /** The time of the reading, in epoch milliseconds. */
  readonly at: number
  readonly result: ReadResult
  /** The origin of the price; absent when Telltale read the page. */
  readonly provenance?: Provenance
  /** `true` when the owner confirmed the price. */
  readonly confirmed?: true
  /** `true` while the product is being tracked: a page that is one of another product is refused. */
  readonly isFirst?: true
  /** The run of a scheduled reading, which plans the next one. */
  readonly run?: WorkRun<Product>
}

/** A product after a reading, with the observation that was recorded. */
export interface RecordedObservation {
  readonly product: Product
  readonly observation: ProductObservation
}

/**
 * Records a reading in one transaction: appends the observation, updates the product, matches its target and its rules,
 * and emits events. Returns `undefined` when the product was untracked meanwhile, or another worker did the slot.
 *
 * @throws `ConflictError` when the first page of a product is one of another product.
 */
export async function recordObservation(
  runtime: Runtime,
  { id, ownerId }: Product,
  { run, ...reading }: Reading,
): Promise<RecordedObservation | undefined> {
  const given = { ...reading, result: toStorableText(reading.result) }
  await runtime.alertRules.load(ownerId)
  if (run)
    return run.commit((tables, emit, stored, next) =>
      storeReading(runtime, { tables, emit }, stored, { ...given, ...next }),
    )
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(productsTable).get(ownerId, id)
    return stored && storeReading(runtime, { tables, emit }, stored, { ...given, dueAt: stored.dueAt })
  })
}

async function storeReading(
  runtime: Runtime,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  stored: Product,
  { at, result, provenance, confirmed, isFirst, dueAt, missedSlots }: Omit<Reading, 'run'> & NextSlot,
): Promise<RecordedObservation> {
  const { id, ownerId } = stored
  const pageKey = await settlePageKey(tables, stored, defined({ read: result.pageKey, isFirst }))
  const reading = defined({ ...toObservation(result, at), confirmed })
  const history = await loadRecentHistory(tables, ownerId, id, at)
  const points = [...history, reading]
  const context = createRuleContext(points, reading)
  const unconfirmed = context.isUnconfirmed || undefined
  const observation = defined({ ...reading, unconfirmed, provenance, missedSlots })
  const row = { ownerId, key: id, at, id: runtime.newId(), ...observationToColumns(observation) }
  await tables.series(observationsTable).append([row])
  const target = matchTarget(stored, context)
  const sale = context.price ? analyzeHistory(points, { now: at }).sale : stored.sale
  const changed: Product = {
    ...productAfter(stored, result, observation),
    ...defined({ sale, targetState: target?.state, pageKey }),
    dueAt,
    updatedAt: runtime.clock.now(),
  }
  const matched = { before: stored, after: changed, context, history }
  const alerts = await matchProductRules(runtime, { tables, emit }, matched)
  const after = await storeRecord(tables, productsTable, {
    ...omit(changed, 'ruleStates'),
    ...defined({ ruleStates: alerts.states }),
  })
  emitChanges(emit, { before: stored, after, observation, history })
  if (stored.target && target?.reason !== undefined)
    emit('price:target-reached', { product: after, observation, target: stored.target })
  alerts.tell()
  await settleGroupOf({ tables, emit }, after, at)
  return { product: after, observation }
}

/** Matches the target price of a product, which works like a `price-below` rule. */
function matchTarget({ target, targetState }: Product, context: RuleContext): RuleMatch | undefined {
  const condition = target && ({ kind: 'price-below', price: target } as const)
  return condition && matchRule(condition, targetState ?? initialState(condition), context)
}

function toObservation(result: ReadResult, at: number): ProductObservation {
  if (result.status === 'unread')
    return defined({ at, availability: availabilityOf(result), unread: failureOf(result) })
  const { price, wasPrice, shippingPrice, couponPrice, availability, title, confidence } = result
  const inCurrency = (money: Money | undefined) => (money?.currency === price.currency ? money : undefined)
  return defined({
    at,
    price,
    wasPrice,
    shippingPrice: inCurrency(shippingPrice),
    couponPrice: inCurrency(couponPrice),
    availability,
    confidence,
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
  'delivery',
  'couponPrice',
  'memberPrice',
  'subscribePrice',
  'unitPrice',
  'offers',
  'confidence',
] as const

/** Those of them that the next reading states anew. */
const changingFields = [
  'wasPrice',
  'delivery',
  'couponPrice',
  'memberPrice',
  'subscribePrice',
  'unitPrice',
  'offers',
  'confidence',
] as const

/**
 * Returns a product after a reading, without its sale. A reading that failed changes the availability at most, and so
 * does one whose price a second reading must confirm.
 */
function productAfter(
  stored: Product,
  result: ReadResult,
  { at, unread, unconfirmed, provenance }: ProductObservation,
): Product {
  const product = omit(stored, 'sale', 'unread')
  if (result.status === 'unread')
    return { ...product, ...defined({ availability: availabilityOf(result), unread }) }
  if (unconfirmed)
    return {
      ...product,
      ...defined({ availability: result.availability }),
      unconfirmed: { price: result.price, at },
    }
  const read: Partial<Product> = result
  const stated = Object.fromEntries(statedFields.map((name) => [name, read[name]]))
  const before = omit(product, 'unconfirmed', ...changingFields)
  // A person who enters a price does not say each time that the product is still in stock.
  const kept = provenance === 'browser' ? before : omit(before, 'availability', 'shippingPrice')
  return { ...kept, ...defined(stated), price: result.price, pricedAt: at }
}
