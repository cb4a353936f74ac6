export { type TlsProbeOptions, tls } from './tls.js'
