export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export { dns } from './dns.js'
export type { DnsExpectations, DnsSettings } from './monitor-settings.js'
export type { DnsCode, DnsProbeOptions } from './options.js'
