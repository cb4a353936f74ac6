import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { HostAddress, Lookup, Trust } from '../../ports/index.js'
import type { AddressGuard } from './address-guard.js'

/** Finds the addresses of a host, as far as they may be connected to; all others are an error. */
export type Resolve = (hostname: string, trust: Trust) => Promise<readonly HostAddress[]>

/** The resolver of the machine, its hosts file included. */
export const machineLookup: Lookup = async (hostname) => {
  const found = await systemLookup(hostname, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/** Returns the one way from a name or a literal address to addresses that were checked. */
export function guardedResolve(guard: AddressGuard, lookup: Lookup): Resolve {
  return async (hostname, trust) => {
    const family = isIP(hostname)
    const found = family
      ? [{ address: hostname, family: family === 6 ? 6 : 4 } as const]
      : await lookup(hostname)
    const usable = found.filter(({ address }) => isIP(address) !== 0)
    if (usable.length === 0 || usable.length < found.length)
      throw Object.assign(new Error(`${hostname} has no address`), { code: 'ENOTFOUND' })
    guard.check(hostname, usable, trust)
    return usable
  }
}
