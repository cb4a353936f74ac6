import { z } from 'zod'
import { ConflictError } from '../errors/index.js'
import {
  type Duration,
  durationOption,
  type OptionsShape,
  type Page,
  parseOptions,
  urlOption,
} from '../ports/index.js'
import {
  chooseAdapter,
  type HistoryOptions,
  ownedRecords,
  type PageOptions,
  type Runtime,
  type Watch,
} from '../runtime/index.js'
import { nextSlot, slotGrid } from '../schedule/slot.js'
import type { HistoryAnalysis } from './analysis.js'
import { analyzeHistory } from './history.js'
import { observeProduct, recentPoints } from './observe-product.js'
import {
  observationFromRow,
  observationsTable,
  type Product,
  type ProductObservation,
  productsTable,
} from './product-records.js'

/** How a product is tracked. */
export interface TrackOptions {
  /** The time between two readings; from `'1s'` to `'30d'`. @default '6h' */
  readonly every?: Duration
  /** The id of the adapter that reads the page. @default the first one that knows the URL */
  readonly adapter?: string
}

/** What came of reading a product now. */
export interface ProductRefresh {
  readonly product: Product
  readonly observation: ProductObservation
}

/** An owner's tracked products. An id that never was and another owner's are alike: a `NotFoundError`. */
export interface Products {
  /**
   * Keeps a product page and reads it once. A page that gives no price is kept too, with the reason in `unread`, and
   * read again on its schedule.
   *
   * @throws `ValidationError` when an option is wrong or no adapter reads such pages, `ConflictError` when the owner
   * tracks this URL already.
   */
  track(url: string, options?: TrackOptions): Promise<Product>
  get(id: string): Promise<Product>
  /** In the order they were tracked. */
  list(page?: PageOptions): Promise<Page<Product>>
  /** Stops tracking, and removes the product with its history. */
  untrack(id: string): Promise<void>
  /** Reads the page now, whatever the schedule says. No price is an answer with its reason, not an exception. */
  refresh(id: string): Promise<ProductRefresh>
  /** What was seen, newest first. */
  history(id: string, page?: HistoryOptions): Promise<Page<ProductObservation>>
  /** What the history of the last year says: lowest, usual price, trend, sale. */
  analyze(id: string): Promise<HistoryAnalysis>
}

const trackSchema = z.strictObject({
  every: durationOption({ minMs: 1_000, maxMs: 30 * 86_400_000 }).default(6 * 3_600_000),
  adapter: z.string().min(1).optional(),
} satisfies OptionsShape<TrackOptions>)

/** The tracked products of one owner. */
export function createProducts(runtime: Runtime, watch: Watch<Product>, ownerId: string): Products {
  const records = ownedRecords(runtime, productsTable, ownerId, 'product')

  const refresh = async (id: string): Promise<ProductRefresh> => {
    const refreshed = await observeProduct(runtime, await records.find(id))
    if (!refreshed) throw records.notFound(id)
    return refreshed
  }

  const track = async (url: string, given: TrackOptions): Promise<Product> => {
    const { url: address } = parseOptions('products.track', z.strictObject({ url: urlOption() }), { url })
    const { every: everyMs, adapter } = parseOptions('products.track', trackSchema, given)
    const base = records.base()
    const product: Product = {
      ...base,
      url: address,
      everyMs,
      adapter: chooseAdapter(runtime.adapters, 'products', new URL(address), adapter, 'products.track').id,
      dueAt: nextSlot(slotGrid(base.id, everyMs), base.createdAt + everyMs / 2),
    }
    const [written] = await runtime.storage.collection(productsTable).write([{ insert: product }])
    if (!written?.ok) throw new ConflictError(`${address} is tracked already; find it with list()`)
    const refreshed = await observeProduct(runtime, product)
    await watch.plan(product)
    return refreshed?.product ?? product
  }

  const untrack = async (id: string): Promise<void> => {
    await watch.forget(id)
    await records.remove(id, observationsTable)
  }

  return {
    track: (url, options = {}) => runtime.run(() => track(url, options)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (page) => runtime.run(() => records.list(page)),
    untrack: (id) => runtime.run(() => untrack(id)),
    refresh: (id) => runtime.run(() => refresh(id)),
    history: (id, page) =>
      runtime.run(() => records.history(id, observationsTable, observationFromRow, 'products.history', page)),
    analyze: (id) =>
      runtime.run(async () => {
        await records.find(id)
        const now = runtime.clock.now()
        return analyzeHistory(await recentPoints(runtime.storage, ownerId, id, now), { now })
      }),
  }
}
