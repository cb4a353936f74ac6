export { type DnsProbeOptions, dns } from './dns.js'
