export type { ApiMetrics, ObservedRequest } from '../api.js'
export { type PrometheusOptions, prometheusMetrics } from './prometheus.js'
