export type { ClientCertificate } from '../probing/certificate.js'
export { type WebSocketProbeOptions, websocket } from './websocket.js'
