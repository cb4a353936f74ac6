import type { Attributes, Histogram, MeterProvider, Span, SpanKind } from '@opentelemetry/api'
import { TelltaleError } from '../errors/index.js'

/** What a span or a measurement says of itself. */
export type TelemetryAttributes = Readonly<Attributes>

/** How work is told of. */
export interface TelemetryOptions {
  /** The name of the span. */
  readonly span: string
  /** Whether another service is called. @default false */
  readonly isClient?: boolean
  /** The histogram that takes how long the work took, in seconds. */
  readonly duration: string
  /** What is known before the work: asked for only where somebody records. */
  attributes(): TelemetryAttributes
  /** Of the attributes, those that the histogram has too: each value of them is a series of its own. */
  readonly measured: readonly string[]
  /** Takes secrets out of what an error says. @default as it is */
  redact?(message: string): string
}

/** Notes what became known in the course of the work. */
export type Note = (attributes: TelemetryAttributes) => void

/**
 * Where every copy of OpenTelemetry's API keeps what an SDK registered, for as long as its major version is 1. To look
 * there costs nothing, while to load the API costs a process some 30 ms.
 */
const registry = Symbol.for('opentelemetry.js.api.1')
const registered = (): { readonly trace?: unknown; readonly metrics?: unknown } | undefined =>
  (globalThis as { [registry]?: { readonly trace?: unknown; readonly metrics?: unknown } })[registry]

/** Whether the host has an SDK of OpenTelemetry installed. */
export const isRecording = (): boolean => {
  const api = registered()
  return api !== undefined && (api.trace !== undefined || api.metrics !== undefined)
}

/** The boundaries that the semantic conventions advise for `http.client.request.duration`, in seconds. */
const boundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]

const scope = '@telltale/core'
const ignore: Note = () => {}
const unchanged = (message: string): string => message

type Api = typeof import('@opentelemetry/api')
let loading: Promise<Api> | undefined

/**
 * Runs work within a span and measures how long it took, where the host has an SDK of OpenTelemetry installed; without
 * one it runs the work and does nothing else. What is thrown passes through.
 */
export function record<Result>(
  options: TelemetryOptions,
  work: (note: Note) => Promise<Result>,
): Promise<Result> {
  return isRecording() ? recordWith(options, work) : work(ignore)
}

async function recordWith<Result>(
  options: TelemetryOptions,
  work: (note: Note) => Promise<Result>,
): Promise<Result> {
  const { span: name, isClient = false, duration, attributes, measured, redact = unchanged } = options
  loading ??= import('@opentelemetry/api')
  const api = await loading
  const known: Attributes = { ...attributes() }
  const kind: SpanKind = isClient ? api.SpanKind.CLIENT : api.SpanKind.INTERNAL
  const beganAt = performance.now()
  const run = async (span: Span): Promise<Result> => {
    const note: Note = (more) => {
      Object.assign(known, more)
      span.setAttributes(more)
    }
    try {
      const result = await work(note)
      if (known['error.type'] !== undefined) span.setStatus({ code: api.SpanStatusCode.ERROR })
      return result
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      note({ 'error.type': TelltaleError.is(cause) ? cause.code : 'INTERNAL' })
      span.setStatus({ code: api.SpanStatusCode.ERROR, message: redact(message) })
      throw cause
    } finally {
      span.end()
      const dimensions = Object.fromEntries(Object.entries(known).filter(([each]) => measured.includes(each)))
      histogramOf(api, duration).record((performance.now() - beganAt) / 1_000, dimensions)
    }
  }
  return api.trace.getTracer(scope).startActiveSpan(name, { kind, attributes: known }, run)
}

/** By the provider that is registered at the time: one that comes later is another one. */
const histograms = new WeakMap<MeterProvider, Map<string, Histogram>>()

function histogramOf(api: Api, name: string): Histogram {
  const provider = api.metrics.getMeterProvider()
  const made = histograms.get(provider) ?? new Map<string, Histogram>()
  histograms.set(provider, made)
  const histogram =
    made.get(name) ??
    provider
      .getMeter(scope)
      .createHistogram(name, { unit: 's', advice: { explicitBucketBoundaries: boundaries } })
  made.set(name, histogram)
  return histogram
}
