export { dns } from './dns.js'
export type { DnsCode, DnsProbeOptions } from './options.js'
