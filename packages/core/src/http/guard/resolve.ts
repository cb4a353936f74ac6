import { lookup as systemLookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { HostAddress, Lookup, Trust } from '../../ports/index.js'
import type { AddressGuard } from './address-guard.js'

/** Resolves a host name or address to checked addresses; rejects when one of them may not be connected to. */
export type Resolve = (hostname: string, trust: Trust) => Promise<readonly HostAddress[]>

/** The machine's resolver, its hosts file included. */
export const machineLookup: Lookup = async (hostname) => {
  const found = await systemLookup(hostname, { all: true })
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}

/** Makes a resolver that checks every address it returns. */
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
