import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { TelltaleError } from '@telltale/core'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** A version of the Internet Protocol. */
export type AddressFamily = 4 | 6

/** Resolves a host name to the addresses that may be connected to. */
export async function resolveHost(
  host: string,
  family: AddressFamily | undefined,
  run: CheckRun,
): Promise<LookupAddress[]> {
  run.stopwatch.resume()
  const lookup = addressesOf(host, run)
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
export async function addressesOf(host: string, { network }: CheckRun): Promise<LookupAddress[]> {
  try {
    return [...(await network.lookup(host))]
  } catch (error) {
    if (!TelltaleError.is(error)) throw error
    // A name that leads into the host's own network fails as one that does not exist, so that neither can be told apart.
    if (error.code === 'FORBIDDEN') throw new CheckError(isIP(host) ? 'forbidden' : 'dns', error.message)
    // The resolver's own error says more about the failure.
    throw error.cause ?? error
  }
}
