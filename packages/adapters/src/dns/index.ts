export { dns } from './dns.js'
export type { DnsExpectations, DnsSettings } from './monitor-settings.js'
export type { DnsCode, DnsProbeOptions } from './options.js'
