import assert from 'node:assert/strict'
import type { Adapter, Benchmarks, Http } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { aborted, assertMoney, caseContext, resolved } from './context.js'

/** Samples for the cases of a source of competitors' prices. */
export interface BenchmarksSample {
  /** Words that find at least two products, one of them with a benchmark. */
  readonly known: string
  /** Words that find none. */
  readonly unknown: string
  /** The GTIN of a product with a benchmark. */
  readonly gtin: string
  /** A GTIN that the catalogue does not have. */
  readonly unknownGtin: string
}

const proofs: Record<
  string,
  (benchmarks: Benchmarks, sample: BenchmarksSample, http: Http | undefined) => Promise<void>
> = {
  'finds products by words, each once, and no more than asked for': async (benchmarks, { known }, http) => {
    const found = await resolved(benchmarks.search({ text: known, limit: 20 }, caseContext(http)))
    assert.ok(found.length >= 2, `it found ${found.length} products`)
    assert.equal(new Set(found.map(({ id }) => id)).size, found.length)
    for (const { price } of found) if (price) assertMoney(price)
    assert.ok(
      found.some(({ benchmark }) => benchmark),
      'no product has a benchmark',
    )
    const [first, ...others] = await resolved(benchmarks.search({ text: known, limit: 1 }, caseContext(http)))
    assert.ok(first && others.length === 0, 'it does not keep to the limit')
  },
  'finds nothing where there is nothing': async (benchmarks, { unknown }, http) => {
    const found = await resolved(benchmarks.search({ text: unknown, limit: 20 }, caseContext(http)))
    assert.deepEqual(found, [])
  },
  'knows the price of competitors, and its source': async (benchmarks, { gtin }, http) => {
    const benchmark = await resolved(benchmarks.find(gtin, caseContext(http)))
    assert.ok(benchmark, 'it does not know the price')
    assertMoney(benchmark.price)
    assert.match(benchmark.source, /\S/)
  },
  'resolves to nothing for a product it does not know': async (benchmarks, { unknownGtin }, http) => {
    assert.equal(await resolved(benchmarks.find(unknownGtin, caseContext(http))), undefined)
  },
  'rejects with ABORTED when its signal has fired': async (benchmarks, { gtin }, http) => {
    const context = caseContext(http, AbortSignal.abort(aborted()))
    await assert.rejects(benchmarks.find(gtin, context), { code: 'ABORTED' })
  },
}

/** Returns the conformance cases of a source of competitors' prices. */
export function benchmarksCases(
  open: () => Adapter,
  sample: BenchmarksSample,
  http: Http | undefined,
): readonly ConformanceCase[] {
  return Object.entries(proofs).map(([promise, prove]) => ({
    name: `benchmarks: ${promise}`,
    run: async () => {
      const { benchmarks } = open()
      assert.ok(benchmarks, 'the adapter has no benchmarks')
      await prove(benchmarks, sample, http)
    },
  }))
}
