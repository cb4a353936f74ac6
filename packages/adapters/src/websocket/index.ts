export type { ClientCertificate } from '../probing/certificate.js'
export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { LatencyExpectations, LatencySettings } from '../probing/latency-settings.js'
export { type WebSocketProbeOptions, websocket } from './websocket.js'
