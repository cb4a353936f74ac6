import { strictObject, type z } from 'zod'
import { ConflictError } from '../errors/index.js'
import type { Money } from '../money/index.js'
import { type CallOptions, defined, omit } from '../options/index.js'
import { type BaseRecord, parseOptions, urlOption } from '../ports/index.js'
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
  chooseAdapter,
  dueAtOfPaused,
  type HistoryOptions,
  type OwnedRecords,
  ownedRecords,
  type PageList,
  type PageOptions,
  type RecurringWork,
  type Runtime,
  removeUrlSecrets,
  storeRecord,
  storeUrlSecrets,
  urlMembers,
} from '../runtime/index.js'
import { nextSlot, slotGrid } from '../schedule/slot.js'
import { compareProducts } from './compare-products.js'
import { checkKnownCurrency } from './known-currencies.js'
import { type SearchOptions, searchCatalogue } from './merchant-catalogue.js'
import { observeProduct } from './observe-product.js'
import { createPriceRules, type PriceRules, removeRules } from './price-rules.js'
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
   * is never read instead. The call waits for the pace of the shop, unless `wait` is `false`.
   *
   * @throws `ValidationError` when an option is wrong, no adapter reads such pages or the target is in another currency
   * than the page's price, `ConflictError` when the owner tracks this URL already.
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
  list(page?: PageOptions): PageList<Product>
  /** Stops tracking a product, and removes it with its history and its rules. */
  untrack(id: string): Promise<void>
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
  /** Changes the named members of a product. */
  update(id: string, patch: ProductPatch): Promise<Product>
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
  comparisons(page?: PageOptions): PageList<Comparison>
  /** Searches the host's own catalogue at its merchant services, with what other merchants ask. */
  search(text: string, options?: SearchOptions): Promise<readonly MerchantProduct[]>
  /** The rules on these products. */
  readonly rules: PriceRules
}

const urlSchema = strictObject({ url: urlOption() })

/** Makes the products service of one owner. */
export function createProducts(runtime: Runtime, work: RecurringWork, ownerId: string): Products {
  const products = ownedRecords(runtime, productsTable, ownerId, 'product')
  const comparisons = ownedRecords(runtime, comparisonsTable, ownerId, 'comparison')
  const { track, untrack, change } = createTracking(runtime, work, products, ownerId)
  const { run } = runtime
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
    untrack: (id) => run(() => untrack(id)),
    refresh: (id, options = {}) =>
      runtime.call('products.refresh', options, async (signal) => {
        const refreshed = await readNow({ runtime, work }, await products.find(id), signal)
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
    update: (id, given) =>
      run(async () => {
        const patch = parseOptions('products.update', patchSchema, given)
        await checkTarget(runtime, await products.find(id), 'products.update', patch.target)
        return change(id, (product, now) => withPatch(product, patch, now))
      }),
    pause: (id) => run(() => change(id, paused)),
    resume: (id) => run(() => change(id, resumed)),
    observe: (observation) => run(() => recordBrowserObservation(runtime, ownerId, observation)),
    compare: (ids, options = {}) =>
      run(() => compareProducts(runtime, { products, comparisons }, ids, options)),
    comparison: (id) => run(() => comparisons.find(id)),
    comparisons: comparisons.list,
    search: (text, options = {}) => run(() => searchCatalogue(runtime, text, options)),
    rules: createPriceRules(runtime, ownerId, products.find),
  }
}

async function analyzeProduct(
  { storage, clock }: Runtime,
  { ownerId, id }: Product,
): Promise<HistoryAnalysis> {
  const now = clock.now()
  return analyzeHistory(await loadRecentHistory(storage, ownerId, id, now), { now })
}

/** @throws `ValidationError` when a target is in a currency that the product never had. */
async function checkTarget(
  { storage, clock }: Runtime,
  product: Product,
  call: string,
  target: Money | 'none' | undefined,
): Promise<void> {
  if (target === undefined || target === 'none') return
  await checkKnownCurrency(storage, product, { call, path: 'target', price: target }, clock.now())
}

/** Reads a product's page now, in a place that the owner's calls share with those of others. */
function readNow(
  { runtime, work: { kind } }: { readonly runtime: Runtime; readonly work: RecurringWork },
  product: Product,
  signal: AbortSignal,
): Promise<ProductRefresh | undefined> {
  const claim = { kind, ownerId: product.ownerId, group: new URL(product.url).hostname }
  return runtime.callPlaces.run(claim, signal, () => observeProduct(runtime, product, { signal }))
}

/** The options of tracking a product, checked. */
type GivenTracking = z.output<typeof trackSchema>

/** The operations that change which products are read, and when. */
interface Tracking {
  track(url: string, options: GivenTracking, signal: AbortSignal): Promise<Product>
  untrack(id: string): Promise<void>
  /** Changes a product, and plans its schedule anew. */
  change(id: string, changed: (product: Product, now: number) => Product): Promise<Product>
}

function createTracking(
  runtime: Runtime,
  work: RecurringWork,
  products: OwnedRecords<Product>,
  ownerId: string,
): Tracking {
  const untrack = async (id: string): Promise<void> => {
    await runtime.commit(ownerId, async (tables) => {
      await removeRules(tables, ownerId, id)
      await removeUrlSecrets(tables, ownerId, id)
      if ((await tables.collection(productsTable).delete(ownerId, [id])) === 0) throw products.notFound(id)
      await tables.series(observationsTable).deleteKeys(ownerId, [id])
      await tables.series(missedSlotsTable).deleteKeys(ownerId, [id])
    })
    await work.remove(id)
  }
  return {
    async track(url, given, signal) {
      const product = newProduct(runtime, products.base(), url, given)
      await runtime.commit(ownerId, async (tables) => {
        const [written] = await tables.collection(productsTable).write([{ insert: product }])
        if (!written?.ok) throw new ConflictError(`${product.url} is tracked already; find it with list()`)
        if (product.hasUrlSecrets) await storeUrlSecrets(tables, product, url)
      })
      const reading = given.wait ? readNow({ runtime, work }, product, signal) : undefined
      const refreshed = await reading?.catch(async (cause) => {
        if (signal.aborted) await untrack(product.id)
        throw cause
      })
      const read = refreshed?.product ?? product
      try {
        await checkTarget(runtime, read, 'products.track', read.target)
      } catch (error) {
        await untrack(read.id)
        throw error
      }
      await work.enqueue(product)
      return read
    },
    untrack,
    async change(id, changed) {
      const after = await runtime.commit(ownerId, async (tables, emit) => {
        const product = await tables.collection(productsTable).get(ownerId, id)
        if (!product) throw products.notFound(id)
        const now = runtime.clock.now()
        const after = changed(product, now)
        if (!product.paused && after.dueAt !== product.dueAt) await work.storeMissed(tables, emit, product)
        return storeRecord(tables, productsTable, { ...after, updatedAt: now })
      })
      await work.remove(id)
      await work.enqueue(after)
      return after
    },
  }
}

/** @throws `ValidationError` when an option is wrong or no adapter reads such pages. */
function newProduct(runtime: Runtime, base: BaseRecord, given: string, options: GivenTracking): Product {
  const { url } = parseOptions('products.track', urlSchema, { url: given })
  const { every: everyMs, adapter, target, condition, seller, variant, wait } = options
  const choice = defined({ condition, seller, variant })
  return {
    ...base,
    ...urlMembers(url),
    everyMs,
    paused: false,
    ...defined({ target, choice: Object.keys(choice).length > 0 ? choice : undefined }),
    adapter: chooseAdapter(runtime.adapters, {
      capability: 'products',
      url: new URL(urlMembers(url).url),
      id: adapter,
      call: 'products.track',
    }).id,
    dueAt: wait ? laterSlot(base.id, everyMs, base.createdAt) : base.createdAt,
  }
}

/** Returns the first slot that is at least half an interval from now. */
const laterSlot = (id: string, everyMs: number, now: number): number =>
  nextSlot(slotGrid(id, everyMs), now + everyMs / 2)

function withPatch(product: Product, { every, target }: z.output<typeof patchSchema>, now: number): Product {
  const patched = target === undefined ? product : withTarget(product, target)
  return every === undefined
    ? patched
    : { ...patched, everyMs: every, dueAt: laterSlot(product.id, every, now) }
}

function withTarget(product: Product, target: Money | 'none'): Product {
  return { ...omit(product, 'target', 'targetState'), ...(target === 'none' ? undefined : { target }) }
}

const paused = (product: Product, now: number): Product => ({
  ...product,
  paused: true,
  dueAt: dueAtOfPaused(product, now),
})

const resumed = (product: Product, now: number): Product => ({
  ...product,
  paused: false,
  dueAt: nextSlot(slotGrid(product.id, product.everyMs), now),
})
