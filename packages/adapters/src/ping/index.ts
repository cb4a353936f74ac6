export { type PingProbeOptions, ping } from './ping.js'
