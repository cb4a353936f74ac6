import { defined } from '../options/index.js'
import { parseOptions } from '../ports/index.js'
import { type Comparison, comparisonsTable } from '../records/comparison-records.js'
import type { Product } from '../records/product-records.js'
import type { OwnedRecords, Runtime } from '../runtime/index.js'
import { compareOffers } from './compare-offers.js'
import { findBenchmark } from './merchant-catalogue.js'
import { type CompareOptions, comparedSchema, compareSchema } from './product-options.js'

/** The records of one owner that a comparison reads and writes. */
export interface ComparedRecords {
  readonly products: OwnedRecords<Product>
  readonly comparisons: OwnedRecords<Comparison>
}

/** Compares products of one owner and stores the result. */
export async function compareProducts(
  runtime: Runtime,
  records: ComparedRecords,
  ids: readonly string[],
  options: CompareOptions,
): Promise<Comparison> {
  const compared = parseOptions('products.compare', comparedSchema, { ids })
  const { display } = parseOptions('products.compare', compareSchema, options)
  const products = await Promise.all(compared.ids.map(records.products.find))
  const { offers, ...result } = compareOffers(products, display)
  const benchmarks = await Promise.all(products.map((product) => findBenchmark(runtime, product)))
  const base = records.comparisons.base()
  const comparison: Comparison = {
    ...base,
    ...result,
    offers: offers.map((offer, index) => defined({ ...offer, benchmark: benchmarks[index] })),
    ...defined({ display }),
  }
  await runtime.commit(base.ownerId, async (tables, emit) => {
    await tables.collection(comparisonsTable).write([{ insert: comparison }])
    emit('products:compared', { comparison })
  })
  return comparison
}
