import type { CallOptions } from '../options/index.js'
import { parseOptions } from '../ports/index.js'
import type { HistoryAnalysis } from '../prices/analysis.js'
import type { MerchantProduct } from '../prices/benchmark.js'
import { analyzeHistory } from '../prices/history.js'
import { type Comparison, comparisonsTable } from '../records/comparison-records.js'
import { type MissedSlots, missedSlotsFromRow, missedSlotsTable } from '../records/missed-slot-records.js'
import {
  observationFromRow,
  observationsTable,
  type Product,
  type ProductObservation,
  productsTable,
} from '../records/product-records.js'
import {
  type ChangeOptions,
  type HistoryOptions,
  type ListOptions,
  ownedRecords,
  type PageList,
  type RecurringWork,
  type Runtime,
  type VersionCheck,
  versionCheck,
} from '../runtime/index.js'
import { compareProducts } from './compare-products.js'
import { createProductGroups, type ProductGroups } from './groups/product-groups.js'
import { type SearchOptions, searchCatalogue } from './merchant-catalogue.js'
import {
  type BrowserObservation,
  type CompareOptions,
  type ProductPatch,
  patchSchema,
  type Teaching,
  type TrackOptions,
  trackSchema,
} from './product-options.js'
import { loadRecentHistory } from './recent-history.js'
import { recordBrowserObservation } from './record-browser-observation.js'
import { teachPrice } from './teach-price.js'
import { checkTarget, createTracking, paused, readNow, resumed, withPatch } from './tracking.js'

/** The result of reading a product now. */
export interface ProductRefresh {
  /** The product after the reading. */
  readonly product: Product
  /** The observation that was recorded. */
  readonly observation: ProductObservation
}

/** The tracked products of one owner. An unknown id and another owner's id both give a `NotFoundError`. */
export interface Products {
  /**
   * Tracks a product page and reads it once. A page that gives no price is tracked too, with the reason in `unread`,
   * and read again on its schedule. Of several offers on the page, `condition`, `seller` and `variant` choose one; another
   * is never read instead. The URL may be any of the page's: what it adds for campaigns does not count. The call waits for the pace of the shop, unless `wait` is `false`.
   *
   * @throws `ValidationError` when an option is wrong, no adapter reads such pages or the target is in another currency
   * than the page's price, `ConflictError` when the owner tracks this page already: `existingId` is that product.
   */
  track(url: string, options?: TrackOptions): Promise<Product>
  /**
   * Teaches the right price of a product's page, and reads it. Its place counts for every page of that shop that this owner
   * tracks. Where it is gone, a new one is found by the last price alone; if that is gone too, the product has no price.
   *
   * @throws `ValidationError` when the page does not show the text as a price, or its adapter cannot learn,
   * `NotFoundError`, and `AdapterError` when the page could not be read.
   */
  teach(id: string, teaching: Teaching, options?: CallOptions): Promise<ProductRefresh>
  /** Returns one product. @throws `NotFoundError` */
  get(id: string): Promise<Product>
  /** Returns the products, in the order in which they were tracked. */
  list(page?: ListOptions): PageList<Product>
  /** Stops tracking a product, and removes it with its history and its rules. */
  untrack(id: string, options?: ChangeOptions): Promise<void>
  /**
   * Reads the page now, independently of the schedule. A page without a price gives an observation with the reason,
   * not an exception. Of many calls at a time some wait for a place; owners share the places fairly, and one has 500 at
   * most.
   */
  refresh(id: string, options?: CallOptions): Promise<ProductRefresh>
  /** Returns the observations of a product, newest first. */
  history(id: string, page?: HistoryOptions): PageList<ProductObservation>
  /** Returns a page of the slots that a product missed, newest first: when nothing ran, or its page could not be read in time. */
  missedSlots(id: string, page?: HistoryOptions): PageList<MissedSlots>
  /** Analyzes the history of the last year: lowest and usual price, trend, sale, advice. */
  analyze(id: string): Promise<HistoryAnalysis>
  /** Changes the named members of a product; `null` takes one off, or back to its default. */
  update(id: string, patch: ProductPatch, options?: ChangeOptions): Promise<Product>
  /** Pauses the schedule. The product can still be refreshed. */
  pause(id: string): Promise<Product>
  /** Resumes the schedule from the next slot. */
  resume(id: string): Promise<Product>
  /**
   * Records a price that a person saw in their own browser, marked as such: one that needs a login, or is not shown
   * to robots.
   *
   * @throws `ValidationError` when it is not plausible beside the last price, `NotFoundError` when the owner tracks no
   * product of this URL.
   */
  observe(observation: BrowserObservation): Promise<ProductRefresh>
  /**
   * Compares products by their price with delivery, and stores the result with its reasons.
   *
   * @throws `ValidationError` when there are fewer than two or more than 20, `NotFoundError` when one is not the
   * owner's.
   */
  compare(ids: readonly string[], options?: CompareOptions): Promise<Comparison>
  /** Returns one comparison, as it was stored. */
  comparison(id: string): Promise<Comparison>
  /** Returns the comparisons, oldest first. */
  comparisons(page?: ListOptions): PageList<Comparison>
  /** Searches the host's own catalogue at its merchant services, with what other merchants ask. */
  search(text: string, options?: SearchOptions): Promise<readonly MerchantProduct[]>
  /** Groups of these products: several pages as one product. */
  readonly groups: ProductGroups
}

/** Makes the products service of one owner. */
export function createProducts(runtime: Runtime, work: RecurringWork, ownerId: string): Products {
  const products = ownedRecords(runtime, productsTable, ownerId, 'product')
  const comparisons = ownedRecords(runtime, comparisonsTable, ownerId, 'comparison')
  const { track, untrack, change } = createTracking(runtime, work, products, ownerId)
  const { run } = runtime
  const update = async (id: string, given: ProductPatch, options?: ChangeOptions) => {
    const patch = parseOptions('products.update', patchSchema, given)
    const checked = patchOf(patch, versionCheck('products.update', options))
    await checkTarget(runtime, await products.find(id), 'products.update', patch.target)
    return change(id, checked)
  }
  return {
    track: (url, options = {}) =>
      run(() => {
        const given = parseOptions('products.track', trackSchema, options)
        return runtime.abortable(given.signal, (signal) => track(url, given, signal))
      }),
    teach: (id, teaching, options = {}) =>
      runtime.call('products.teach', options, async (signal) => {
        const taught = await teachPrice(runtime, await products.find(id), teaching, signal)
        if (!taught) throw products.notFound(id)
        return taught
      }),
    get: (id) => run(() => products.find(id)),
    list: products.list,
    untrack: (id, options) => run(() => untrack(id, options)),
    refresh: (id, options = {}) =>
      runtime.call('products.refresh', options, async (signal) => {
        const refreshed = await readNow({ runtime, work }, await products.find(id), { signal })
        if (!refreshed) throw products.notFound(id)
        return refreshed
      }),
    history: (id, page) =>
      products.history(
        id,
        { table: observationsTable, fromRow: observationFromRow, call: 'products.history' },
        page,
      ),
    missedSlots: (id, page) =>
      products.history(
        id,
        { table: missedSlotsTable, fromRow: missedSlotsFromRow, call: 'products.missedSlots' },
        page,
      ),
    analyze: (id) => run(async () => analyzeProduct(runtime, await products.find(id))),
    update: (id, given, options) => run(() => update(id, given, options)),
    pause: (id) => run(() => change(id, paused)),
    resume: (id) => run(() => change(id, resumed)),
    observe: (observation) => run(() => recordBrowserObservation(runtime, ownerId, observation)),
    compare: (ids, options = {}) =>
      run(() => compareProducts(runtime, { products, comparisons }, ids, options)),
    comparison: (id) => run(() => comparisons.find(id)),
    comparisons: comparisons.list,
    search: (text, options = {}) => run(() => searchCatalogue({ runtime, ownerId }, text, options)),
    groups: createProductGroups(runtime, ownerId, products),
  }
}

/** Makes the change of a patch, at the version that it expects. */
const patchOf =
  (patch: Parameters<typeof withPatch>[1], checkVersion: VersionCheck) => (product: Product, now: number) => {
    checkVersion(product)
    return withPatch(product, patch, now)
  }

async function analyzeProduct(
  { storage, clock }: Runtime,
  { ownerId, id }: Product,
): Promise<HistoryAnalysis> {
  const now = clock.now()
  return analyzeHistory(await loadRecentHistory(storage, ownerId, id, now), { now })
}
