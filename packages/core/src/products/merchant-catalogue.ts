import { z } from 'zod'
import { TelltaleError } from '../errors/index.js'
import { type OptionsShape, parseOptions } from '../ports/index.js'
import type { MerchantProduct, PriceBenchmark } from '../prices/benchmark.js'
import type { Product } from '../records/product-records.js'
import { adaptersWith, type Runtime } from '../runtime/index.js'

/** Which products of the host's catalogue are wanted. */
export interface SearchOptions {
  /** At most so many. @default 20; at most 200 */
  readonly limit?: number
}

const searchSchema = z.strictObject({
  text: z.string().trim().min(1).max(200),
  limit: z.int().min(1).max(200).default(20),
} satisfies OptionsShape<SearchOptions & { readonly text: string }>)

/** Asks every merchant service for products of the host's catalogue, in the host's order. */
export async function searchCatalogue(
  runtime: Runtime,
  text: string,
  options: SearchOptions,
): Promise<readonly MerchantProduct[]> {
  const query = parseOptions('products.search', searchSchema, { ...options, text })
  const services = adaptersWith(runtime.adapters, 'benchmarks')
  const found = await Promise.all(
    services.map((adapter) => adapter.benchmarks.search(query, runtime.context(adapter))),
  )
  return found.flat().slice(0, query.limit)
}

/**
 * What others ask for a product, by its GTIN; `undefined` where no service knows. A service that fails is a pity, and
 * reported, but no reason not to compare.
 */
export async function benchmarkOf(runtime: Runtime, { gtin }: Product): Promise<PriceBenchmark | undefined> {
  if (gtin === undefined) return undefined
  for (const adapter of adaptersWith(runtime.adapters, 'benchmarks')) {
    try {
      const benchmark = await adapter.benchmarks.find(gtin, runtime.context(adapter))
      if (benchmark) return benchmark
    } catch (cause) {
      if (!TelltaleError.is(cause) || cause.code === 'ABORTED') throw cause
      runtime.report(cause, `asking ${adapter.id} what others ask`)
    }
  }
  return undefined
}
