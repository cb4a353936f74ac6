export { type TcpProbeOptions, tcp } from './tcp.js'
