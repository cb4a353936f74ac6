import assert from 'node:assert/strict'
import type { Adapter, CarQuery, Http, ValuationQuery } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { type BenchmarksSample, benchmarksCases } from './benchmark-cases.js'
import { type CarSample, specsCases, valuationsCases } from './car-cases.js'
import { type DistanceSample, distancesCases } from './distance-cases.js'
import { type ProbeSample, type ProbeServer, probeCases } from './probe-cases.js'
import { type ProductSample, productsCases } from './product-cases.js'

export { type RecordedAnswer, type RecordedApi, type RecordedRequest, recordedApi } from './recorded-api.js'

import {
  type DecodeSample,
  decodeCases,
  type InsightsSample,
  insightsCases,
  type ListingsSample,
  listingsCases,
  type RenderSample,
  renderCases,
} from './source-cases.js'

export type {
  BenchmarksSample,
  CarSample,
  DecodeSample,
  DistanceSample,
  InsightsSample,
  ListingsSample,
  ProbeSample,
  ProbeServer,
  ProductSample,
  RenderSample,
}

/** What the cases work with: a sample for each capability that the adapter has, and for no other. */
export interface AdapterSamples {
  readonly probe?: ProbeSample
  readonly specs?: CarSample<CarQuery>
  readonly valuations?: CarSample<ValuationQuery>
  readonly listings?: ListingsSample
  readonly insights?: InsightsSample
  readonly decode?: DecodeSample
  readonly distances?: DistanceSample
  readonly products?: ProductSample
  readonly benchmarks?: BenchmarksSample
  readonly render?: RenderSample
  /** Answers what the sources ask for, from recordings. @default any request fails the case */
  readonly http?: Http
}

const capabilities = [
  'probe',
  'specs',
  'valuations',
  'listings',
  'insights',
  'decode',
  'distances',
  'products',
  'benchmarks',
  'render',
] as const satisfies readonly (keyof Adapter)[]

const commonProofs: Record<string, (open: () => Adapter, samples: AdapterSamples) => Promise<void>> = {
  'says which contract it fills': async (open) => {
    assert.equal(open().specVersion, 1)
  },
  'has a name, the same each time': async (open) => {
    const { id } = open()
    assert.match(id, /\S/)
    assert.equal(open().id, id)
  },
  'has the capabilities that there are samples of, at least one': async (open, samples) => {
    const adapter = open()
    const has = capabilities.filter((name) => adapter[name] !== undefined)
    assert.ok(has.length > 0, 'it has no capability')
    assert.deepEqual(
      has,
      capabilities.filter((name) => samples[name] !== undefined),
    )
  },
  'may be closed twice, and before anything was asked': async (open) => {
    const adapter = open()
    await assert.doesNotReject(async () => {
      await adapter.close?.()
      await adapter.close?.()
    })
  },
}

/**
 * Returns the promises of an adapter, for each capability that there is a sample of. `open` makes a fresh adapter.
 *
 * @example
 * ```ts
 * const cases = adapterCases(() => http(), { probe: { foreign: 'ftp://shop.example/' } })
 * for (const { name, run } of cases) it(name, run)
 * ```
 */
export function adapterCases(open: () => Adapter, samples: AdapterSamples): readonly ConformanceCase[] {
  const common = Object.entries(commonProofs).map(([name, prove]) => ({
    name,
    run: () => prove(open, samples),
  }))
  const {
    probe,
    specs,
    valuations,
    listings,
    insights,
    decode,
    distances,
    products,
    render,
    benchmarks,
    http,
  } = samples
  return [
    ...common,
    ...(probe ? probeCases(open, probe) : []),
    ...(specs ? specsCases(open, specs, http) : []),
    ...(valuations ? valuationsCases(open, valuations, http) : []),
    ...(listings ? listingsCases(open, listings, http) : []),
    ...(insights ? insightsCases(open, insights, http) : []),
    ...(decode ? decodeCases(open, decode, http) : []),
    ...(distances ? distancesCases(open, distances, http) : []),
    ...(render ? renderCases(open, render, http) : []),
    ...(products ? productsCases(open, products) : []),
    ...(benchmarks ? benchmarksCases(open, benchmarks, http) : []),
  ]
}
