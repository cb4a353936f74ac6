import { type Adapter, everyOwner, type Where } from '../ports/index.js'
import { battlesTable } from '../records/battle-records.js'
import {
  type ObservationRow,
  observationsTable,
  type Product,
  productsTable,
} from '../records/product-records.js'
import { type KeptValuation, valuationsTable } from '../records/valuation-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { parseDuration } from '../time/index.js'

/** Returns the adapters whose sources limit how long their values may be kept, with that time. */
const limitedAdapters = (adapters: readonly Adapter[]) =>
  adapters.flatMap(({ id, keepFor }) =>
    keepFor === undefined ? [] : [{ id, keptMs: parseDuration(keepFor) }],
  )

/** Returns the shortest time for which a source lets values be kept, in milliseconds; `Infinity` without a limit. */
export const minKeptMs = (adapters: readonly Adapter[]): number =>
  Math.min(...limitedAdapters(adapters).map(({ keptMs }) => keptMs))

/** Removes the values that sources do not let a host keep until `at`: battles that hold them, valuations, and prices of products. */
export async function dropExpired(runtime: Runtime, at: number, signal: AbortSignal): Promise<void> {
  const { storage, adapters } = runtime
  const limits = limitedAdapters(adapters)
  if (limits.length === 0) return
  for await (const page of everyPage(storage.collection(battlesTable), everyOwner)) {
    if (signal.aborted) return
    for (const { id, ownerId, entries } of page)
      if (entries.some(({ keptUntil = at }) => keptUntil < at))
        await storage.collection(battlesTable).delete(ownerId, [id])
  }
  const expired = { keptUntil: { lt: at } } as Where<KeptValuation>
  for await (const page of everyPage(storage.collection(valuationsTable), everyOwner, { where: expired })) {
    if (signal.aborted) return
    for (const { id, ownerId } of page) await storage.collection(valuationsTable).delete(ownerId, [id])
  }
  for await (const page of everyPage(storage.collection(productsTable), everyOwner)) {
    if (signal.aborted) return
    for (const product of page) {
      const limit = limits.find(({ id }) => id === product.adapter)
      if (limit) await forgetPrices(runtime, product, at - limit.keptMs)
    }
  }
}

/** Removes the prices of a product that were read before a time. The rows stay, to show that the page was read. */
async function forgetPrices({ storage, clock }: Runtime, product: Product, before: number): Promise<void> {
  const observations = storage.series(observationsTable)
  const rows = await observations.range(product.ownerId, [product.id], { to: before })
  const priced = rows.filter(({ amount, availability }) => amount !== undefined || availability !== undefined)
  const emptied = priced.map(({ ownerId, key, at, id }): ObservationRow => ({ ownerId, key, at, id }))
  if (emptied.length > 0) await observations.replace(emptied)
  if (product.pricedAt === undefined || product.pricedAt >= before) return
  const { price, wasPrice, shippingPrice, pricedAt, sale, availability, ...update } = product
  // A product that was read meanwhile has a new version: then this write changes nothing, and its new price stays.
  await storage.collection(productsTable).write([{ update: { ...update, updatedAt: clock.now() } }])
}
