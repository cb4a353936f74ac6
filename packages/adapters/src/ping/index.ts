export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { LatencyExpectations, LatencySettings } from '../probing/latency-settings.js'
export { type PingProbeOptions, ping } from './ping.js'
