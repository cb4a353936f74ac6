import { type Adapter, everyOwner } from '../ports/index.js'
import { battlesTable } from '../records/battle-records.js'
import {
  type ObservationRow,
  observationsTable,
  type Product,
  productsTable,
} from '../records/product-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'
import { parseDuration } from '../time/index.js'

/** Adapters whose sources limit how long what they say may be kept, with that time in milliseconds. */
const limited = (adapters: readonly Adapter[]) =>
  adapters.flatMap(({ id, keepFor }) =>
    keepFor === undefined ? [] : [{ id, keptMs: parseDuration(keepFor) }],
  )

/** The shortest time for which a source lets a value be kept, in milliseconds; `Infinity` when none limits it. */
export const minKeptMs = (adapters: readonly Adapter[]): number =>
  Math.min(...limited(adapters).map(({ keptMs }) => keptMs))

/** Takes out of the storage what sources let nobody keep until `at`, so that it is gone before. */
export async function dropExpired(runtime: Runtime, at: number, signal: AbortSignal): Promise<void> {
  const { storage, adapters } = runtime
  const limits = limited(adapters)
  if (limits.length === 0) return
  for await (const page of everyPage(storage.collection(battlesTable), everyOwner)) {
    if (signal.aborted) return
    for (const { id, ownerId, entries } of page)
      if (entries.some(({ keptUntil = at }) => keptUntil < at))
        await storage.collection(battlesTable).delete(ownerId, [id])
  }
  for await (const page of everyPage(storage.collection(productsTable), everyOwner)) {
    if (signal.aborted) return
    for (const product of page) {
      const limit = limits.find(({ id }) => id === product.adapter)
      if (limit) await forgetPrices(runtime, product, at - limit.keptMs)
    }
  }
}

/** That a page was read stays, what it said goes. */
async function forgetPrices({ storage, clock }: Runtime, product: Product, before: number): Promise<void> {
  const observations = storage.series(observationsTable)
  const rows = await observations.range(product.ownerId, [product.id], { to: before })
  const telling = rows.filter(
    ({ amount, availability }) => amount !== undefined || availability !== undefined,
  )
  const bare = telling.map(({ ownerId, key, at, id }): ObservationRow => ({ ownerId, key, at, id }))
  if (bare.length > 0) await observations.replace(bare)
  if (product.pricedAt === undefined || product.pricedAt >= before) return
  const { price, wasPrice, shippingPrice, pricedAt, sale, availability, ...update } = product
  // One that was read meanwhile has a new price, and stays as it is.
  await storage.collection(productsTable).write([{ update: { ...update, updatedAt: clock.now() } }])
}
