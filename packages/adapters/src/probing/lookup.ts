import type { LookupAddress } from 'node:dns'
import { TelltaleError } from '@telltale/core'
import pLimit from 'p-limit'
import { CheckError } from './check-error.js'
import type { CheckRun } from './measure.js'

/** A version of the Internet Protocol. */
export type AddressFamily = 4 | 6

/**
 * Node looks names up on the threads of libuv's pool, on at most half of them at a time (`slow_work_thread_threshold`
 * in libuv's threadpool.c); further lookups would stand in line there, and their wait would look like a slow name server.
 */
const lookupThreads = Math.ceil((Number(process.env.UV_THREADPOOL_SIZE) || 4) / 2)

const turns = pLimit(lookupThreads)

/** Resolves to the addresses of a host name that may be connected to. Waits for a free thread first, which the stopwatch does not count. */
export async function resolveHost(
  host: string,
  family: AddressFamily | undefined,
  run: CheckRun,
): Promise<LookupAddress[]> {
  run.stopwatch.pause()
  return turns(async () => {
    // A check that ended meanwhile must not hold up those behind it.
    if (run.isEnding) return []
    run.stopwatch.resume()
    const finding = guarded(host, run)
    run.stopwatch.markSent()
    const found = await finding
    const usable = found.filter((one) => family === undefined || one.family === family)
    if (usable.length === 0) throw new CheckError('dns', `the name ${host} has no IPv${family} address`)
    return usable
  })
}

/** Fails the check when a literal address lies where the guard lets nobody go. */
export async function checkAddress(address: string, run: CheckRun): Promise<void> {
  await guarded(address, run)
}

async function guarded(host: string, { network }: CheckRun): Promise<LookupAddress[]> {
  try {
    return [...(await network.lookup(host))]
  } catch (error) {
    if (!TelltaleError.is(error)) throw error
    if (error.code === 'FORBIDDEN') throw new CheckError('forbidden', error.message)
    // What the resolver itself said tells more of the failure.
    throw error.cause ?? error
  }
}
