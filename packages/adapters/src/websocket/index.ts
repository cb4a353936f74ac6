export type { ClientCertificate } from '../probing/certificate.js'
export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { SecureRequestSettings, ServerExpectations } from '../probing/server-settings.js'
export type {
  WebSocketExpectations,
  WebSocketRequestSettings,
  WebSocketSettings,
} from './monitor-settings.js'
export { type WebSocketProbeOptions, websocket } from './websocket.js'
