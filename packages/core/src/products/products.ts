import { strictObject, type z } from 'zod'
import { ConflictError } from '../errors/index.js'
import { defined } from '../options/index.js'
import { type Page, parseOptions, urlOption } from '../ports/index.js'
import type { HistoryAnalysis } from '../prices/analysis.js'
import type { MerchantProduct } from '../prices/benchmark.js'
import { analyzeHistory } from '../prices/history.js'
import { type Comparison, comparisonsTable } from '../records/comparison-records.js'
import {
  observationFromRow,
  observationsTable,
  type Product,
  type ProductObservation,
  productsTable,
} from '../records/product-records.js'
import {
  chooseAdapter,
  type HistoryOptions,
  ownedRecords,
  type PageOptions,
  type RecurringWork,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import { nextSlot, slotGrid } from '../schedule/slot.js'
import { compareProducts } from './compare-products.js'
import { type SearchOptions, searchCatalogue } from './merchant-catalogue.js'
import { observeProduct } from './observe-product.js'
import { createPriceRules, type PriceRules, removeRules } from './price-rules.js'
import {
  type BrowserObservation,
  type CompareOptions,
  type ProductPatch,
  patchSchema,
  type TrackOptions,
  trackSchema,
} from './product-options.js'
import { loadRecentHistory } from './recent-history.js'
import { recordBrowserObservation } from './record-browser-observation.js'

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
  /** Stops tracking, and removes the product with its history and its rules. */
  untrack(id: string): Promise<void>
  /** Reads the page now, whatever the schedule says. No price is an answer with its reason, not an exception. */
  refresh(id: string): Promise<ProductRefresh>
  /** What was seen, newest first. */
  history(id: string, page?: HistoryOptions): Promise<Page<ProductObservation>>
  /** What the history of the last year says: lowest, usual price, trend, sale, advice. */
  analyze(id: string): Promise<HistoryAnalysis>
  /** Changes what is named. */
  update(id: string, patch: ProductPatch): Promise<Product>
  /** Rests the schedule. The product can still be refreshed. */
  pause(id: string): Promise<Product>
  /** Goes on with the schedule, from the next slot. */
  resume(id: string): Promise<Product>
  /**
   * Stores a price that a person saw in their own browser, marked as such: what needs a login, or is shown to no robot.
   *
   * @throws `ValidationError` when it is not plausible beside the last price, `NotFoundError` when the owner tracks no
   * product of this URL.
   */
  observe(observation: BrowserObservation): Promise<ProductRefresh>
  /**
   * Compares offers by what they cost with delivery, and keeps the result with its reasons.
   *
   * @throws `ValidationError` when there are fewer than two or more than 20, `NotFoundError` when one is not the owner's.
   */
  compare(ids: readonly string[], options?: CompareOptions): Promise<Comparison>
  /** One comparison, as it was made. */
  comparison(id: string): Promise<Comparison>
  /** The comparisons in the order they were made. */
  comparisons(page?: PageOptions): Promise<Page<Comparison>>
  /** Finds products in the host's own catalogue at its merchant services, with what others ask for them. */
  search(text: string, options?: SearchOptions): Promise<readonly MerchantProduct[]>
  /** The rules that watch these products. */
  readonly rules: PriceRules
}

const urlSchema = strictObject({ url: urlOption() })

/** The tracked products of one owner. */
export function createProducts(runtime: Runtime, work: RecurringWork, ownerId: string): Products {
  const records = ownedRecords(runtime, productsTable, ownerId, 'product')
  const comparisons = ownedRecords(runtime, comparisonsTable, ownerId, 'comparison')

  const refresh = async (id: string): Promise<ProductRefresh> => {
    const refreshed = await observeProduct(runtime, await records.find(id))
    if (!refreshed) throw records.notFound(id)
    return refreshed
  }

  const track = async (url: string, given: TrackOptions): Promise<Product> => {
    const { url: address } = parseOptions('products.track', urlSchema, { url })
    const { every: everyMs, adapter, target } = parseOptions('products.track', trackSchema, given)
    const base = records.base()
    const product: Product = {
      ...base,
      url: address,
      everyMs,
      ...defined({ target }),
      adapter: chooseAdapter(runtime.adapters, 'products', new URL(address), adapter, 'products.track').id,
      dueAt: laterSlot(base.id, everyMs, base.createdAt),
    }
    const [written] = await runtime.storage.collection(productsTable).write([{ insert: product }])
    if (!written?.ok) throw new ConflictError(`${address} is tracked already; find it with list()`)
    const refreshed = await observeProduct(runtime, product)
    await work.enqueue(product)
    return refreshed?.product ?? product
  }

  const untrack = async (id: string): Promise<void> => {
    await work.remove(id)
    await runtime.commit(ownerId, (tables) => removeRules(tables, ownerId, id))
    await records.remove(id, observationsTable)
  }

  /** Changes a record, and has its schedule follow. */
  const change = async (
    id: string,
    changed: (product: Product, now: number) => Product,
  ): Promise<Product> => {
    const after = await runtime.commit(ownerId, async (tables) => {
      const product = await tables.collection(productsTable).get(ownerId, id)
      if (!product) throw records.notFound(id)
      const now = runtime.clock.now()
      return storeRecord(tables, productsTable, { ...changed(product, now), updatedAt: now })
    })
    await work.remove(id)
    await work.enqueue(after)
    return after
  }

  const update = (id: string, given: ProductPatch): Promise<Product> => {
    const patch = parseOptions('products.update', patchSchema, given)
    return change(id, (product, now) => withPatch(product, patch, now))
  }

  const analyze = async (id: string): Promise<HistoryAnalysis> => {
    await records.find(id)
    const now = runtime.clock.now()
    return analyzeHistory(await loadRecentHistory(runtime.storage, ownerId, id, now), { now })
  }

  return {
    track: (url, options = {}) => runtime.run(() => track(url, options)),
    get: (id) => runtime.run(() => records.find(id)),
    list: (page) => runtime.run(() => records.list(page)),
    untrack: (id) => runtime.run(() => untrack(id)),
    refresh: (id) => runtime.run(() => refresh(id)),
    history: (id, page) =>
      runtime.run(() => records.history(id, observationsTable, observationFromRow, 'products.history', page)),
    analyze: (id) => runtime.run(() => analyze(id)),
    update: (id, patch) => runtime.run(() => update(id, patch)),
    pause: (id) => runtime.run(() => change(id, (product) => ({ ...product, paused: true }))),
    resume: (id) => runtime.run(() => change(id, resumed)),
    observe: (observation) => runtime.run(() => recordBrowserObservation(runtime, ownerId, observation)),
    compare: (ids, options = {}) =>
      runtime.run(() => compareProducts(runtime, comparisons, records.find, ids, options)),
    comparison: (id) => runtime.run(() => comparisons.find(id)),
    comparisons: (page) => runtime.run(() => comparisons.list(page)),
    search: (text, options = {}) => runtime.run(() => searchCatalogue(runtime, text, options)),
    rules: createPriceRules(runtime, ownerId, records.find),
  }
}

/** The first slot that is not sooner than half an interval from now. */
const laterSlot = (id: string, everyMs: number, now: number): number =>
  nextSlot(slotGrid(id, everyMs), now + everyMs / 2)

function withPatch(product: Product, { every, target }: z.output<typeof patchSchema>, now: number): Product {
  const { target: _, isTargetArmed: __, ...withoutTarget } = product
  const targeted =
    target === undefined
      ? product
      : { ...withoutTarget, ...defined({ target: target !== 'none' ? target : undefined }) }
  return every === undefined
    ? targeted
    : { ...targeted, everyMs: every, dueAt: laterSlot(product.id, every, now) }
}

function resumed({ paused: _, ...product }: Product, now: number): Product {
  return { ...product, dueAt: nextSlot(slotGrid(product.id, product.everyMs), now) }
}
