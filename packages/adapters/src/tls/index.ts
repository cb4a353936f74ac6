export type { ClientCertificate } from '../probing/certificate.js'
export type { TlsProbeOptions } from './options.js'
export type { StartTlsProtocol } from './start-tls.js'
export { tls } from './tls.js'
