import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { EndedRequest } from './note-request.js'

/** The metrics of a server's requests and process, in Prometheus' text. */
export interface RequestMetrics {
  /** Counts a request that ended. */
  note(request: EndedRequest): void
  /** Resolves to the text and its content type. */
  text(): Promise<{ readonly contentType: string; readonly text: string }>
}

/** Opens the metrics of one server. */
export function openRequestMetrics(): RequestMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const labelNames = ['method', 'route', 'status'] as const
  const registers = [registry]
  const total = new Counter({
    name: 'http_requests_total',
    help: 'The requests that were answered.',
    labelNames,
    registers,
  })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'The time from the first byte of a request to the end of its answer.',
    labelNames,
    registers,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  return {
    note: ({ method, route, status, durationMs }) => {
      const labels = { method, route, status: String(status) }
      total.inc(labels)
      duration.observe(labels, durationMs / 1_000)
    },
    text: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}
