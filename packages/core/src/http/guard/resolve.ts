import { isIP } from 'node:net'
import type { HostAddress, Logger, Lookup, Trust } from '../../ports/index.js'
import { unreachableName } from '../client/connection-error.js'
import { type AddressGuard, forbiddenHost } from './address-guard.js'

/** Resolves a host name or address to the addresses that may be connected to; rejects when there is none. */
export type Resolve = (hostname: string, trust: Trust) => Promise<readonly HostAddress[]>

/** The codes of a lack of this machine, which says nothing about the name. */
const shortages = /^(EMFILE|ENFILE|ENOMEM|ENOBUFS)$/

/** The codes of a name server that may answer a little later. */
const temporary = /^(EAI_AGAIN|ETIMEOUT|ESERVFAIL)$/

/**
 * Makes a resolver that checks every address it returns. A name without an address, one that leads into the host's own
 * network and a name server that fails give the same message; the log tells them apart.
 */
export function guardedResolve(guard: AddressGuard, lookup: Lookup, logger: Logger): Resolve {
  return async (hostname, trust) => {
    const found = await addressesOf(hostname, lookup, logger)
    const refused = guard.refused(hostname, found, trust)
    const usable = found.filter(({ address }) => refused.every((each) => each.address !== address))
    if (refused.length > 0)
      logger.info({ hostname, refused, usable }, `the guard does not open all addresses of ${hostname}`)
    if (usable.length === 0) throw forbiddenHost(hostname, refused[0]?.kind ?? 'unknown')
    return usable
  }
}

async function addressesOf(
  hostname: string,
  lookup: Lookup,
  logger: Logger,
): Promise<readonly HostAddress[]> {
  const family = isIP(hostname)
  if (family) return [{ address: hostname, family: family === 6 ? 6 : 4 }]
  const found = await lookup(hostname).catch((cause: unknown) => {
    logger.info({ hostname, err: cause }, `${hostname} could not be resolved`)
    throw unresolved(hostname, cause)
  })
  const isWhole = found.length > 0 && found.every(({ address }) => isIP(address) !== 0)
  if (isWhole) return found
  logger.info({ hostname, found }, `${hostname} resolves to no address`)
  throw unresolved(hostname, undefined)
}

function unresolved(hostname: string, cause: unknown): unknown {
  const { code: given } = Object(cause) as { readonly code?: unknown }
  if (shortages.test(String(given))) return cause
  const code = temporary.test(String(given)) ? 'EAI_AGAIN' : 'ENOTFOUND'
  return Object.assign(new Error(unreachableName(hostname), { cause }), { code, hostname })
}
