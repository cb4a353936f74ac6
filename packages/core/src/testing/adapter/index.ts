import assert from 'node:assert/strict'
import type { Adapter, CarQuery, Http, ValuationQuery } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { type BenchmarksSample, benchmarksCases } from './benchmark-cases.js'
import { type CarSample, specsCases, valuationsCases } from './car-cases.js'
import { channelCases } from './channel-cases.js'
import type { ChannelLimit, ChannelSample, ShownMessage } from './channel-fixture.js'
import type { ChannelAnswers, ChannelServer, OtherService, ServiceBehavior } from './channel-service.js'
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
  ChannelAnswers,
  ChannelLimit,
  ChannelSample,
  ChannelServer,
  DecodeSample,
  DistanceSample,
  InsightsSample,
  ListingsSample,
  OtherService,
  ProbeSample,
  ProbeServer,
  ProductSample,
  RenderSample,
  ServiceBehavior,
  ShownMessage,
}

/** Samples for the cases: one for each capability that the adapter has, and for no other. */
export interface AdapterSamples {
  /** For `probe`. @default none */
  readonly probe?: ProbeSample
  /** For `specs`. @default none */
  readonly specs?: CarSample<CarQuery>
  /** For `valuations`. @default none */
  readonly valuations?: CarSample<ValuationQuery>
  /** For `listings`. @default none */
  readonly listings?: ListingsSample
  /** For `insights`. @default none */
  readonly insights?: InsightsSample
  /** For `decode`. @default none */
  readonly decode?: DecodeSample
  /** For `distances`. @default none */
  readonly distances?: DistanceSample
  /** For `products`. @default none */
  readonly products?: ProductSample
  /** For `benchmarks`. @default none */
  readonly benchmarks?: BenchmarksSample
  /** For `render`. @default none */
  readonly render?: RenderSample
  /** For `channel`. @default none */
  readonly channel?: ChannelSample
  /** The HTTP client that answers from recordings. A channel gets one of its own. @default any request fails the case */
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
  'channel',
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
 * Returns the conformance cases of an adapter, for each capability with a sample.
 *
 * @param open - makes a new adapter.
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
    channel,
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
    ...(channel ? channelCases(open, channel) : []),
  ]
}
