import { z } from 'zod'
import { untilSignal } from '../async/index.js'
import { TelltaleError } from '../errors/index.js'
import { type CallOptions, signalOption } from '../options/index.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import type { MerchantProduct, PriceBenchmark } from '../prices/benchmark.js'
import type { Product } from '../records/product-records.js'
import { adaptersWith, firstAnswer, type Runtime } from '../runtime/index.js'

/** Options of a search in the host's catalogue. */
export interface SearchOptions extends CallOptions {
  /** The maximum number of products to return, up to 200. @default 20 */
  readonly limit?: number
}

const searchSchema = z.strictObject({
  limit: z.int().min(1).max(200).default(20),
  signal: signalOption.optional(),
} satisfies OptionsShape<SearchOptions>)

const textSchema = z.strictObject({ text: z.string().trim().min(1).max(200) })

/** Searches the catalogue at every merchant service; results come in the order of the host's adapters. */
export async function searchCatalogue(
  { runtime, ownerId }: { readonly runtime: Runtime; readonly ownerId: string },
  text: string,
  options: SearchOptions,
): Promise<readonly MerchantProduct[]> {
  const { limit, signal: given } = parseOptions('products.search', searchSchema, options)
  const query = { ...parseOptions('products.search', textSchema, { text }), limit }
  const services = adaptersWith(runtime.adapters, 'benchmarks')
  return runtime.abortable(given, async (signal) => {
    const asked = services.map((adapter) =>
      adapter.benchmarks.search(query, runtime.context(adapter, signal, ownerId)),
    )
    const found = await untilSignal(signal, Promise.all(asked))
    return found.flat().slice(0, limit)
  })
}

/**
 * Returns what other shops ask for a product, by its GTIN; `undefined` when no merchant service knows. A service that
 * fails is reported and passed over: a comparison does not fail for want of a benchmark.
 */
export async function findBenchmark(
  runtime: Runtime,
  { gtin, ownerId }: Product,
): Promise<PriceBenchmark | undefined> {
  if (gtin === undefined) return undefined
  const services = adaptersWith(runtime.adapters, 'benchmarks')
  const found = await firstAnswer(
    services,
    async (adapter) => adapter.benchmarks.find(gtin, runtime.context(adapter, undefined, ownerId)),
    (adapter, cause) => {
      if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
      runtime.report(cause, `asking ${adapter.id} what others ask`)
    },
  )
  return found?.answer
}
