import { AdapterError, TelltaleError } from '../errors/index.js'
import { compareMoney } from '../money/index.js'
import type { Tables } from '../ports/index.js'
import { type Emit, type Runtime, storable, storeRecord } from '../runtime/index.js'
import { analyzeHistory } from './history.js'
import type { ProductReading } from './product.js'
import {
  observationFromRow,
  observationsTable,
  observationToColumns,
  type Product,
  type ProductObservation,
  productsTable,
  type Unread,
} from './product-records.js'
import type { Sale } from './sale.js'

type Reading = ProductReading | ({ readonly status: 'unread' } & Unread)

/** How far back a product's history is judged. */
const judgedMs = 365 * 86_400_000

/** A product's observations of the last year, oldest first. */
export async function recentPoints(
  tables: Pick<Tables, 'series'>,
  ownerId: string,
  productId: string,
  now: number,
): Promise<readonly ProductObservation[]> {
  const rows = await tables.series(observationsTable).range(ownerId, [productId], { from: now - judgedMs })
  return rows.map(observationFromRow)
}

/** Reads a product's page once and stores what came of it; `undefined` when it was untracked meanwhile. */
export async function observeProduct(
  runtime: Runtime,
  product: Product,
  scheduled?: { readonly signal: AbortSignal; readonly nextDueAt: () => number },
): Promise<{ product: Product; observation: ProductObservation } | undefined> {
  const { id, ownerId } = product
  const at = runtime.clock.now()
  const reading = storable(await readPage(runtime, product, scheduled?.signal))
  const observation = toObservation(reading, at)
  return runtime.commit(ownerId, async (tables, emit) => {
    const stored = await tables.collection(productsTable).get(ownerId, id)
    // A slot that was done elsewhere after this lease ran out is not done twice.
    if (!stored || (scheduled && stored.dueAt !== product.dueAt)) return undefined
    const row = { ownerId, key: id, at, id: runtime.newId(), ...observationToColumns(observation) }
    await tables.series(observationsTable).append([row])
    const sale = observation.price ? saleOf(await recentPoints(tables, ownerId, id, at), at) : stored.sale
    const after = await storeRecord(tables, productsTable, {
      ...productAfter(stored, reading, observation),
      ...(sale && { sale }),
      ...(scheduled && { dueAt: scheduled.nextDueAt() }),
      updatedAt: runtime.clock.now(),
    })
    announce(emit, stored, after, observation)
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

const saleOf = (points: readonly ProductObservation[], now: number): Sale | undefined =>
  analyzeHistory(points, { now }).sale

async function readPage(
  runtime: Runtime,
  product: Product,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const adapter = runtime.adapters.find(({ id }) => id === product.adapter)
  const reader = adapter?.products
  if (!reader)
    throw new AdapterError(
      `the adapter '${product.adapter}' that reads ${product.url} is not among \`adapters\` any more`,
    )
  const context = runtime.context(adapter, signal)
  try {
    const { url, status, text } = await context.http.get(product.url, {
      trust: 'untrusted',
      polite: true,
      signal: context.signal,
    })
    if (status < 200 || status > 299)
      return { status: 'unread', reason: 'unreachable', message: `the shop answered with status ${status}` }
    return reader.extract({ url, html: text })
  } catch (cause) {
    if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
    return { status: 'unread', reason: 'unreachable', message: cause.message }
  }
}

function toObservation(reading: Reading, at: number): ProductObservation {
  if (reading.status === 'read') {
    const { price, wasPrice, availability } = reading
    return { at, price, ...(wasPrice && { wasPrice }), ...(availability && { availability }) }
  }
  return { at, ...availabilityOf(reading), unread: { reason: reading.reason, message: reading.message } }
}

const availabilityOf = (reading: Reading): Pick<ProductObservation, 'availability'> =>
  'availability' in reading && reading.availability ? { availability: reading.availability } : {}

/**
 * A product after a reading, without its sale. A page that was read says all of the offer, so that what it no longer
 * names is gone; one that was not changes the availability at most.
 */
function productAfter(stored: Product, reading: Reading, { at, unread }: ProductObservation): Product {
  const { sale: _, unread: __, ...product } = stored
  if (reading.status === 'unread')
    return { ...product, ...availabilityOf(reading), ...(unread && { unread }) }
  const { wasPrice: ___, availability: ____, ...kept } = product
  const { title, price, wasPrice, availability, imageUrl, brand, sku, gtin } = reading
  return {
    ...kept,
    ...(title && { title }),
    price,
    ...(wasPrice && { wasPrice }),
    ...(availability && { availability }),
    ...(imageUrl && { imageUrl }),
    ...(brand && { brand }),
    ...(sku && { sku }),
    ...(gtin && { gtin }),
    pricedAt: at,
  }
}
