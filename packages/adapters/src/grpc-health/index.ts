export type { ClientCertificate } from '../probing/certificate.js'
export { type GrpcHealthProbeOptions, grpcHealth } from './grpc-health.js'
