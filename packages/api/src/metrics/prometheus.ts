import type { Telltale } from '@telltale/core'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { ApiMetrics } from '../api.js'

/** Options of the metrics. */
export interface PrometheusOptions {
  /** Checks whether a request may read them, such as by the token of the scraper. They tell of every owner. */
  readonly allow: (request: Request) => Promise<boolean> | boolean
}

/**
 * Makes the metrics of a Telltale and its API in the format of Prometheus, by `prom-client`, which the host installs.
 *
 * @example
 * ```ts
 * import { createApi } from '@telltale/api'
 * import { prometheusMetrics } from '@telltale/api/metrics'
 *
 * const token = `Bearer ${process.env.METRICS_TOKEN}`
 * const metrics = prometheusMetrics(telltale, { allow: ({ headers }) => headers.get('authorization') === token })
 * const api = createApi(telltale, { owner: () => 'user_42', metrics })
 * ```
 */
export function prometheusMetrics(telltale: Telltale, { allow }: PrometheusOptions): ApiMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'http_requests_total',
    help: 'Requests that were answered.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to the head of the answer.',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  countEvents(telltale, registers)
  gaugeBudgets(telltale, registers)
  return {
    allow,
    observe: ({ method, route, status, seconds }) => {
      requests.inc({ method, route, status: String(status) })
      durations.observe({ method, route }, seconds)
    },
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

/** Counts what Telltale does in this process. */
function countEvents(telltale: Telltale, registers: Registry[]): void {
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers })
  const checks = counter('telltale_checks_total', 'Checks of monitors.', 'result')
  const incidents = counter('telltale_incidents_total', 'Incidents of monitors.', 'state')
  const readings = counter('telltale_product_readings_total', 'Readings of products.', 'result')
  const errors = counter('telltale_errors_total', 'Failures that no caller awaited.', 'code')
  const lateness = new Histogram({
    name: 'telltale_check_lateness_seconds',
    help: 'Time from the slot of a scheduled check to its start.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60],
    registers,
  })
  const degraded = new Gauge({
    name: 'telltale_source_degraded',
    help: 'Hosts of a source that kept failing, and are not called for a while.',
    labelNames: ['source'],
    registers,
  })
  telltale.on('monitor:checked', ({ check: { failure, at, slotAt } }) => {
    checks.inc({ result: failure ? 'failed' : 'ok' })
    if (slotAt !== undefined) lateness.observe(Math.max(0, at - slotAt) / 1_000)
  })
  telltale.on('incident:started', () => incidents.inc({ state: 'started' }))
  telltale.on('incident:ended', () => incidents.inc({ state: 'ended' }))
  telltale.on('product:refreshed', ({ observation: { price } }) =>
    readings.inc({ result: price ? 'priced' : 'unpriced' }),
  )
  telltale.on('error', ({ code }) => errors.inc({ code }))
  telltale.on('source:degraded', ({ source }) => degraded.inc({ source }))
  telltale.on('source:recovered', ({ source }) => degraded.dec({ source }))
}

/** Reads the budgets of sources each time that the metrics are read. */
function gaugeBudgets(telltale: Telltale, registers: Registry[]): void {
  const labelNames = ['source', 'measure', 'period'] as const
  const limits = new Gauge({
    name: 'telltale_budget_limit',
    help: 'Limits of budgets.',
    labelNames,
    registers,
  })
  new Gauge({
    name: 'telltale_budget_used',
    help: 'Calls, lookups or US dollars that were used of budgets.',
    labelNames,
    registers,
    async collect() {
      const uses = await telltale.budgets.status().catch(() => [])
      for (const { adapter = 'all', measure, period, used, limit } of uses) {
        this.set({ source: adapter, measure, period }, used)
        if (limit !== undefined) limits.set({ source: adapter, measure, period }, limit)
      }
    },
  })
}
