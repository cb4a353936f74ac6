export type { ClientCertificate } from '../probing/certificate.js'
export type { AnswerCondition, Comparisons, Conditions, PlainValue } from '../probing/condition.js'
export type { ServerExpectations, ServerRequestSettings, ServerSettings } from '../probing/server-settings.js'
export { type GrpcHealthProbeOptions, grpcHealth } from './grpc-health.js'
