import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { TelltaleError } from '@telltale/core'
import type { Trust } from '@telltale/core/ports'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** A version of the Internet Protocol. */
export type AddressFamily = 4 | 6

/** Returns the host of a URL as sockets take it: an IPv6 address without its brackets. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.startsWith('[') ? hostname.slice(1, -1) : hostname

/** Resolves a host name to the addresses that may be connected to. */
export async function resolveHost(
  host: string,
  family: AddressFamily | undefined,
  run: CheckRun,
  trust?: Trust,
): Promise<LookupAddress[]> {
  run.stopwatch.resume()
  const lookup = addressesOf(host, run, trust)
  run.stopwatch.markSent()
  const found = await lookup
  const usable = found.filter((one) => family === undefined || one.family === family)
  if (usable.length === 0) throw new CheckError('dns', `the name ${host} has no IPv${family} address`)
  return usable
}

/** Fails the check when the network guard forbids an IP address. */
export async function checkAddress(address: string, run: CheckRun): Promise<void> {
  await addressesOf(address, run)
}

/** Resolves a host name to its checked addresses, whatever the stopwatch does. */
export async function addressesOf(
  host: string,
  { network }: CheckRun,
  trust: Trust = 'untrusted',
): Promise<LookupAddress[]> {
  try {
    return [...(await network.lookup(host, { trust }))]
  } catch (error) {
    if (!TelltaleError.is(error)) throw error
    // A name that leads into the host's own network fails as one that does not exist, so that neither can be told apart.
    if (error.code === 'FORBIDDEN') throw new CheckError(isIP(host) ? 'forbidden' : 'dns', error.message)
    // The resolver's own error says more about the failure.
    throw error.cause ?? error
  }
}
