import { defined } from '../options/index.js'
import { parseOptions } from '../ports/index.js'
import { type Comparison, comparisonsTable } from '../records/comparison-records.js'
import type { Product } from '../records/product-records.js'
import type { OwnedRecords, Runtime } from '../runtime/index.js'
import { compareOffers } from './compare-offers.js'
import { findBenchmark } from './merchant-catalogue.js'
import { type CompareOptions, compareSchema } from './product-options.js'

/** Compares products of one owner, and keeps the result. */
export async function compareProducts(
  runtime: Runtime,
  records: OwnedRecords<Comparison>,
  find: (id: string) => Promise<Product>,
  ids: readonly string[],
  options: CompareOptions,
): Promise<Comparison> {
  const { display, ...given } = parseOptions('products.compare', compareSchema, { ...options, ids })
  const products = await Promise.all(given.ids.map(find))
  const { offers, ...result } = compareOffers(products, display)
  const benchmarks = await Promise.all(products.map((product) => findBenchmark(runtime, product)))
  const base = records.base()
  const comparison: Comparison = {
    ...base,
    ...result,
    offers: offers.map((offer, index) => ({
      ...offer,
      ...defined({ benchmark: benchmarks[index] }),
    })),
    ...defined({ display }),
  }
  await runtime.commit(base.ownerId, async (tables, emit) => {
    await tables.collection(comparisonsTable).write([{ insert: comparison }])
    emit('products:compared', { comparison })
  })
  return comparison
}
