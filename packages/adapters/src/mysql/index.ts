export type { ClientCertificate } from '../probing/certificate.js'
export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { ServerProbeOptions } from '../probing/server-probe.js'
export type {
  SecureRequestSettings,
  ServerExpectations,
  ServerRequestSettings,
  ServerSettings,
} from '../probing/server-settings.js'
export { mysql } from './mysql.js'
