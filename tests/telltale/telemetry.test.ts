import { metrics, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  type HistogramMetricData,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { http } from '@telltale/adapters/http'
import { webshop } from '@telltale/adapters/webshop'
import type { Adapter } from '@telltale/core/ports'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startTelltale, tiers } from './start.js'
import { productPage, Target } from './target.js'

/** Installs an OpenTelemetry SDK whose exporters keep everything, as a host does.  */
function installSdk() {
  const spans = new InMemorySpanExporter()
  const exported = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter: exported, exportIntervalMillis: 3_600_000 })
  const meters = new MeterProvider({ readers: [reader] })
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }))
  metrics.setGlobalMeterProvider(meters)
  onTestFinished(async () => {
    trace.disable()
    metrics.disable()
    await meters.shutdown()
  })
  return {
    spans: () =>
      spans
        .getFinishedSpans()
        .map(({ name, kind, status, attributes }) => ({ name, kind, status, attributes })),
    histogram: async (name: string) => {
      await reader.forceFlush()
      const found = exported
        .getMetrics()
        .at(-1)
        ?.scopeMetrics.flatMap((scope) => scope.metrics)
        .find(({ descriptor }) => descriptor.name === name)
      return found as HistogramMetricData | undefined
    },
  }
}

const canary = 'canary-5e1f'
const source: Adapter = {
  specVersion: 1,
  id: 'source',
  specs: { find: async () => undefined },
  secrets: () => [canary],
}

async function startSource(answer: Target['answer'] = (response) => void response.end('ok')) {
  const target = await Target.start()
  target.answer = answer
  const { telltale } = startTelltale({ adapters: [source, http(), webshop()] })
  const url = `${target.url}${canary}?api_key=1234`
  const get = () => telltale.ask('source', (context) => context.http.get(url, { trust: 'configured' }))
  return { target, telltale, get }
}

describe('with an SDK', () => {
  it('a request is a span by the conventions for HTTP clients, without its secrets', async () => {
    const sdk = installSdk()
    const { get, target } = await startSource()
    await get()
    const port = Number(new URL(target.url).port)
    expect(sdk.spans()).toEqual([
      {
        name: 'telltale.fetch',
        kind: SpanKind.CLIENT,
        status: { code: SpanStatusCode.UNSET },
        attributes: {
          'http.request.method': 'GET',
          'http.response.status_code': 200,
          'url.full': `${target.url}REDACTED?api_key=REDACTED`,
          'server.address': '127.0.0.1',
          'server.port': port,
          'telltale.adapter': 'source',
        },
      },
    ])
  })

  it('its time is in the histogram of the conventions, with their boundaries', async () => {
    const sdk = installSdk()
    const { get } = await startSource()
    await get()
    await get()
    const histogram = await sdk.histogram('http.client.request.duration')
    expect(histogram?.descriptor.unit).toBe('s')
    const [point] = histogram?.dataPoints ?? []
    expect(point?.value.count).toBe(2)
    expect(point?.value.buckets.boundaries).toEqual([
      0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
    ])
    expect(Object.keys(point?.attributes ?? {}).sort()).toEqual([
      'http.request.method',
      'http.response.status_code',
      'server.address',
      'server.port',
    ])
  })

  it.each([
    ['a status from 400 on', (response) => response.writeHead(503).end(canary), '503', undefined],
    [
      'no answer',
      (response) => response.destroy(),
      'ADAPTER_FAILED',
      expect.stringMatching(/no whole answer from 127\.0\.0\.1/),
    ],
  ] satisfies [string, Target['answer'], string, unknown][])(
    'tells of %s as an error',
    async (_, answer, type, message) => {
      const sdk = installSdk()
      const { get } = await startSource(answer)
      await get().catch(() => undefined)
      const [span] = sdk.spans()
      expect(span?.attributes['error.type']).toBe(type)
      expect(span?.status.code).toBe(SpanStatusCode.ERROR)
      expect(span?.status.message).toEqual(message)
      expect(JSON.stringify(span)).not.toContain(canary)
      const [point] = (await sdk.histogram('http.client.request.duration'))?.dataPoints ?? []
      expect(point?.attributes['error.type']).toBe(type)
    },
  )

  it('a check is a span, with why it failed', async () => {
    const sdk = installSdk()
    const { telltale, target } = await startSource((response) => response.writeHead(500).end())
    const { id } = await telltale.monitors.create({ url: `${target.url}?token=1`, tiers })
    await telltale.monitors.check(id)
    expect(sdk.spans()).toMatchObject([
      {
        name: 'telltale.check',
        status: { code: SpanStatusCode.ERROR },
        attributes: {
          'url.full': `${target.url}?token=REDACTED`,
          'telltale.adapter': 'http',
          'http.response.status_code': 500,
          'error.type': 'status',
        },
      },
    ])
    expect((await sdk.histogram('telltale.check.duration'))?.dataPoints[0]?.value.count).toBe(1)
  })

  it('the reading of a page is a span beside that of its fetching', async () => {
    const sdk = installSdk()
    const { telltale, target } = await startSource((response) => void response.end(productPage('12.00')))
    await telltale.products.track(target.url)
    const read = sdk.spans().find(({ name }) => name === 'telltale.extract')
    expect(read?.attributes).toMatchObject({ 'telltale.adapter': 'webshop', 'telltale.reading': 'read' })
    expect(sdk.spans().filter(({ name }) => name === 'telltale.fetch')).not.toEqual([])
  })
})

it('without an SDK nothing is recorded, and all works as before', async () => {
  const { get } = await startSource()
  expect((await get()).text).toBe('ok')
})

it('an SDK that comes later is heard from then on', async () => {
  const { get } = await startSource()
  await get()
  const sdk = installSdk()
  await get()
  expect(sdk.spans()).toHaveLength(1)
})
