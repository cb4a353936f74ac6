export type { ClientCertificate } from '../probing/certificate.js'
export type { ServerProbeOptions } from '../probing/server-probe.js'
export { mysql } from './mysql.js'
