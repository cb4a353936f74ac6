export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { TcpExpectations, TcpRequestSettings, TcpSettings } from './monitor-settings.js'
export { type TcpProbeOptions, tcp } from './tcp.js'
