export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { PingExpectations, PingRequestSettings, PingSettings } from './monitor-settings.js'
export { type PingProbeOptions, ping } from './ping.js'
