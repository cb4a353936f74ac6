import type { Attributes, Histogram, MeterProvider, Span, SpanKind } from '@opentelemetry/api'
import { once } from '../async/index.js'
import { TelltaleError } from '../errors/index.js'

/** The attributes of a span or a measurement. */
export type TelemetryAttributes = Readonly<Attributes>

/** Options of {@link withSpan}. */
export interface SpanOptions {
  /** The name of the span. */
  readonly span: string
  /** `true` when the work calls another service. @default false */
  readonly isClient?: boolean
  /** The name of the histogram of durations, in seconds. */
  readonly histogram: string
  /** Returns the attributes that are known before the work. Is called only where an SDK records. */
  attributes(): TelemetryAttributes
  /** The names of the attributes that the histogram has too. Each of their values makes a series of its own. */
  readonly metricAttributes: readonly string[]
  /** Redacts secrets in the message of an error. @default the message unchanged */
  redact?(message: string): string
}

/** Adds attributes that become known during the work. */
export type AddAttributes = (attributes: TelemetryAttributes) => void

/**
 * The symbol under which every copy of OpenTelemetry's API 1.x keeps the registered SDK. Reading it costs nothing, while
 * loading the API costs a process some 30 ms.
 */
const registry = Symbol.for('opentelemetry.js.api.1')
const registered = (): { readonly trace?: unknown; readonly metrics?: unknown } | undefined =>
  (globalThis as { [registry]?: { readonly trace?: unknown; readonly metrics?: unknown } })[registry]

/** Returns `true` when the host has registered an OpenTelemetry SDK. */
export const isRecording = (): boolean => {
  const api = registered()
  return api !== undefined && (api.trace !== undefined || api.metrics !== undefined)
}

/** The bucket boundaries of `http.client.request.duration` by the semantic conventions, in seconds. */
const bucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

const instrumentationScope = '@telltale/core'
const ignoreAttributes: AddAttributes = () => {}
const unchanged = (message: string): string => message

type Api = typeof import('@opentelemetry/api')
const loadApi = once(() => import('@opentelemetry/api'))

/**
 * Runs work in a span and records its duration in a histogram. Without an OpenTelemetry SDK it only runs the work. Errors
 * pass through.
 */
export function withSpan<Result>(
  options: SpanOptions,
  work: (addAttributes: AddAttributes) => Promise<Result>,
): Promise<Result> {
  return isRecording() ? runInSpan(options, work) : work(ignoreAttributes)
}

async function runInSpan<Result>(
  options: SpanOptions,
  work: (addAttributes: AddAttributes) => Promise<Result>,
): Promise<Result> {
  const { span: name, isClient = false, histogram, metricAttributes, redact = unchanged } = options
  const api = await loadApi()
  const known: Attributes = { ...options.attributes() }
  const kind: SpanKind = isClient ? api.SpanKind.CLIENT : api.SpanKind.INTERNAL
  const startedAt = performance.now()
  const run = async (span: Span): Promise<Result> => {
    const addAttributes: AddAttributes = (more) => {
      Object.assign(known, more)
      span.setAttributes(more)
    }
    try {
      const result = await work(addAttributes)
      if (known['error.type'] !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR })
      return result
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      addAttributes({ 'error.type': TelltaleError.is(cause) ? cause.code : 'INTERNAL' })
      span.setStatus({ code: api.SpanStatusCode.ERROR, message: redact(message) })
      throw cause
    } finally {
      span.end()
      const measured = Object.entries(known).filter(([each]) => metricAttributes.includes(each))
      const seconds = (performance.now() - startedAt) / 1_000
      histogramOf(api, histogram).record(seconds, Object.fromEntries(measured))
    }
  }
  return api.trace.getTracer(instrumentationScope).startActiveSpan(name, { kind, attributes: known }, run)
}

/** The histograms by name, for each provider: a host may register another one later. */
const histograms = new WeakMap<MeterProvider, Map<string, Histogram>>()

function histogramOf(api: Api, name: string): Histogram {
  const provider = api.metrics.getMeterProvider()
  const ofProvider = histograms.get(provider) ?? new Map<string, Histogram>()
  histograms.set(provider, ofProvider)
  const histogram =
    ofProvider.get(name) ??
    provider
      .getMeter(instrumentationScope)
      .createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: bucketBoundaries } })
  ofProvider.set(name, histogram)
  return histogram
}

/** Records the value of a gauge, where an OpenTelemetry SDK records metrics. */
export async function recordGauge(name: string, value: number, unit: string): Promise<void> {
  if (!isRecording()) return
  const { metrics } = await loadApi()
  metrics.getMeterProvider().getMeter(instrumentationScope).createGauge(name, { unit }).record(value)
}
