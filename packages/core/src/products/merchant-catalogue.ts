import { z } from 'zod'
import { TelltaleError } from '../errors/index.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import type { MerchantProduct, PriceBenchmark } from '../prices/benchmark.js'
import type { Product } from '../records/product-records.js'
import { adaptersWith, firstAnswer, type Runtime } from '../runtime/index.js'

/** Options of a search in the host's catalogue. */
export interface SearchOptions {
  /** The maximum number of products to return, up to 200. @default 20 */
  readonly limit?: number
}

const searchSchema = z.strictObject({
  limit: z.int().min(1).max(200).default(20),
} satisfies OptionsShape<SearchOptions>)

const textSchema = z.strictObject({ text: z.string().trim().min(1).max(200) })

/** Searches the catalogue at every merchant service; results come in the order of the host's adapters. */
export async function searchCatalogue(
  runtime: Runtime,
  text: string,
  options: SearchOptions,
): Promise<readonly MerchantProduct[]> {
  const query = {
    ...parseOptions('products.search', textSchema, { text }),
    ...parseOptions('products.search', searchSchema, options),
  }
  const services = adaptersWith(runtime.adapters, 'benchmarks')
  const found = await Promise.all(
    services.map((adapter) => adapter.benchmarks.search(query, runtime.context(adapter))),
  )
  return found.flat().slice(0, query.limit)
}

/**
 * Returns what other shops ask for a product, by its GTIN; `undefined` when no merchant service knows. A service that
 * fails is reported and passed over: a comparison does not fail for want of a benchmark.
 */
export async function findBenchmark(
  runtime: Runtime,
  { gtin }: Product,
): Promise<PriceBenchmark | undefined> {
  if (gtin === undefined) return undefined
  const services = adaptersWith(runtime.adapters, 'benchmarks')
  const found = await firstAnswer(services, async (adapter) => {
    try {
      return await adapter.benchmarks.find(gtin, runtime.context(adapter))
    } catch (cause) {
      if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
      runtime.report(cause, `asking ${adapter.id} what others ask`)
      return undefined
    }
  })
  return found?.answer
}
