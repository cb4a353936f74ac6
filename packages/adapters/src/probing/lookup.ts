import type { LookupAddress } from 'node:dns'
import { isIP } from 'node:net'
import { TelltaleError } from '@telltale/core'
import pLimit from 'p-limit'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** A version of the Internet Protocol. */
export type AddressFamily = 4 | 6

/**
 * Node looks names up on the threads of libuv's pool, on at most half of them at a time (`slow_work_thread_threshold` in
 * libuv's threadpool.c). Further lookups would queue there, and their wait would look like a slow name server.
 */
const lookupThreads = Math.ceil((Number(process.env.UV_THREADPOOL_SIZE) || 4) / 2)

const limitLookups = pLimit(lookupThreads)

/**
 * Resolves a host name to the addresses that may be connected to. Waits for a free thread first, which the stopwatch does
 * not count.
 */
export async function resolveHost(
  host: string,
  family: AddressFamily | undefined,
  run: CheckRun,
): Promise<LookupAddress[]> {
  run.stopwatch.pause()
  return limitLookups(async () => {
    // A check that ended meanwhile must not delay the next ones.
    if (run.isEnding) return []
    run.stopwatch.resume()
    const lookup = lookUpGuarded(host, run)
    run.stopwatch.markSent()
    const found = await lookup
    const usable = found.filter((one) => family === undefined || one.family === family)
    if (usable.length === 0) throw new CheckError('dns', `the name ${host} has no IPv${family} address`)
    return usable
  })
}

/** Fails the check when the network guard forbids an IP address. */
export async function checkAddress(address: string, run: CheckRun): Promise<void> {
  await lookUpGuarded(address, run)
}

async function lookUpGuarded(host: string, { network }: CheckRun): Promise<LookupAddress[]> {
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
