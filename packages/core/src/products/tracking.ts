import { strictObject, type z } from 'zod'
import { requireRoom } from '../budgets/index.js'
import { ConflictError } from '../errors/index.js'
import type { Money } from '../money/index.js'
import { defined, omit } from '../options/index.js'
import { type BaseRecord, parseOptions, urlOption } from '../ports/index.js'
import { missedSlotsTable } from '../records/missed-slot-records.js'
import { observationsTable, type Product, productsTable } from '../records/product-records.js'
import {
  type ChangeOptions,
  chooseAdapter,
  dueAtOfPaused,
  type OwnedRecords,
  type RecurringWork,
  type Runtime,
  removeAlertsOf,
  removeSecrets,
  requireSecretKey,
  secretsIn,
  storeRecord,
  storeSecrets,
  urlMembers,
  versionCheck,
} from '../runtime/index.js'
import { nextSlot, slotGrid } from '../schedule/slot.js'
import { settleGroupOf } from './groups/settle-best.js'
import { checkKnownCurrency } from './known-currencies.js'
import { observeProduct, type ReadingCircumstances } from './observe-product.js'
import { findByPage, trackedAlready } from './page-conflict.js'
import { pageKeyOf } from './page-key.js'
import { defaultEveryMs, type patchSchema, type trackSchema } from './product-options.js'
import type { RecordedObservation } from './record-observation.js'

const urlSchema = strictObject({ url: urlOption() })

/** @throws `ValidationError` when a target is in a currency that the product never had. */
export async function checkTarget(
  { storage, clock }: Runtime,
  product: Product,
  call: string,
  target: Money | null | undefined,
): Promise<void> {
  if (!target) return
  await checkKnownCurrency(storage, product, { call, path: 'target', price: target }, clock.now())
}

/** The parts that readings on request need. */
interface ReadingParts {
  readonly runtime: Runtime
  readonly work: RecurringWork
}

/** Reads a product's page now, in a place that the owner's calls share with those of others. */
export function readNow(
  { runtime, work: { kind } }: ReadingParts,
  product: Product,
  circumstances: ReadingCircumstances,
): Promise<RecordedObservation | undefined> {
  const claim = { kind, ownerId: product.ownerId, group: new URL(product.url).hostname }
  return runtime.callPlaces.run(claim, circumstances.signal, () =>
    observeProduct(runtime, product, circumstances),
  )
}

/** Reads the page of a product that is being tracked. */
async function readFirst(parts: ReadingParts, product: Product, signal: AbortSignal): Promise<Product> {
  return (await readNow(parts, product, { signal, isFirst: true }))?.product ?? product
}

/** The options of tracking a product, checked. */
type GivenTracking = z.output<typeof trackSchema>

/** The operations that change which products are read, and when. */
export interface Tracking {
  track(url: string, options: GivenTracking, signal: AbortSignal): Promise<Product>
  untrack(id: string, options?: ChangeOptions): Promise<void>
  /** Changes a product, and plans its schedule anew. */
  change(id: string, changed: (product: Product, now: number) => Product): Promise<Product>
}

/** Makes the operations that change which products of one owner are read, and when. */
export function createTracking(
  runtime: Runtime,
  work: RecurringWork,
  products: OwnedRecords<Product>,
  ownerId: string,
): Tracking {
  const untrack = untrackOf({ runtime, work, products, ownerId })
  return {
    async track(url, given, signal) {
      const product = newProduct(runtime, products.base(), url, given)
      const limit = await runtime.quotas.recordLimit(ownerId, 'products')
      await runtime.commit(ownerId, async (tables) => {
        const there = await findByPage(tables, product)
        if (there) throw trackedAlready(product.url, there)
        await requireRoom(tables, limit)
        const [written] = await tables.collection(productsTable).write([{ insert: product }])
        // Another call came first: the next attempt finds its product.
        if (!written?.ok) throw new ConflictError(`${product.url} is tracked already`, { retryable: true })
        if (product.hasUrlSecrets) await storeSecrets(tables, runtime.secretBox, product, secretsIn(url))
      })
      try {
        const read = given.wait ? await readFirst({ runtime, work }, product, signal) : product
        await checkTarget(runtime, read, 'products.track', read.target)
        await work.enqueue(product)
        return read
      } catch (cause) {
        // What rejects tracks nothing.
        await untrack(product.id).catch(() => undefined)
        throw cause
      }
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

/** Makes the operation that stops tracking a product. */
function untrackOf({ runtime, work, products, ownerId }: TrackingParts): Tracking['untrack'] {
  return async (id, options) => {
    const checkVersion = versionCheck('products.untrack', options)
    await runtime.commit(ownerId, async (tables) => {
      const product = await tables.collection(productsTable).get(ownerId, id)
      if (!product) throw products.notFound(id)
      checkVersion(product)
      await removeAlertsOf(runtime, tables, { kind: 'product', ownerId, id })
      await removeSecrets(tables, ownerId, id)
      await tables.collection(productsTable).delete(ownerId, [id])
      await tables.series(observationsTable).deleteKeys(ownerId, [id])
      await tables.series(missedSlotsTable).deleteKeys(ownerId, [id])
      await settleGroupOf({ tables }, product, runtime.clock.now())
    })
    await work.remove(id)
  }
}

/** The parts that tracking needs. */
interface TrackingParts extends ReadingParts {
  readonly products: OwnedRecords<Product>
  readonly ownerId: string
}

/** @throws `ValidationError` when an option is wrong or no adapter reads such pages. */
function newProduct(runtime: Runtime, base: BaseRecord, given: string, options: GivenTracking): Product {
  const { url } = parseOptions('products.track', urlSchema, { url: given })
  const { every: everyMs, adapter, target, condition, seller, variant, wait } = options
  const choice = defined({ condition, seller, variant })
  const members = urlMembers(url)
  if (members.hasUrlSecrets) requireSecretKey(runtime, 'products.track', 'url')
  return {
    ...base,
    ...members,
    pageKey: pageKeyOf(members.url),
    everyMs,
    paused: false,
    ...defined({ target, choice: Object.keys(choice).length > 0 ? choice : undefined }),
    adapter: chooseAdapter(runtime.adapters, {
      capability: 'products',
      url: new URL(members.url),
      id: adapter,
      call: 'products.track',
    }).id,
    dueAt: wait ? laterSlot(base.id, everyMs, base.createdAt) : base.createdAt,
  }
}

/** Returns the first slot that is at least half an interval from now. */
const laterSlot = (id: string, everyMs: number, now: number): number =>
  nextSlot(slotGrid(id, everyMs), now + everyMs / 2)

/** Returns a product with a patch of its schedule and its target. */
export function withPatch(
  product: Product,
  { every, target }: z.output<typeof patchSchema>,
  now: number,
): Product {
  const patched = target === undefined ? product : withTarget(product, target)
  if (every === undefined) return patched
  const everyMs = every ?? defaultEveryMs
  return { ...patched, everyMs, dueAt: laterSlot(product.id, everyMs, now) }
}

function withTarget(product: Product, target: Money | null): Product {
  return { ...omit(product, 'target', 'targetState'), ...defined({ target: target ?? undefined }) }
}

/** Returns a product whose schedule is paused. */
export const paused = (product: Product, now: number): Product => ({
  ...product,
  paused: true,
  dueAt: dueAtOfPaused(product, now),
})

/** Returns a product whose schedule goes on from the next slot. */
export const resumed = (product: Product, now: number): Product => ({
  ...product,
  paused: false,
  dueAt: nextSlot(slotGrid(product.id, product.everyMs), now),
})
