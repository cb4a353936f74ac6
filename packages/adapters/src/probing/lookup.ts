import { type LookupAddress, promises } from 'node:dns'
import pLimit from 'p-limit'
import type { Run } from './run.js'

/** A version of the Internet Protocol. */
export type AddressFamily = 4 | 6

/**
 * Node looks names up on the threads of libuv's pool, on at most half of them at a time (`slow_work_thread_threshold`
 * in libuv's threadpool.c); further lookups would stand in line there, and their wait would look like a slow name server.
 */
const lookupThreads = Math.ceil((Number(process.env.UV_THREADPOOL_SIZE) || 4) / 2)

const turns = pLimit(lookupThreads)

/** Resolves to the addresses of a host. Waits for a free thread first, which the stopwatch does not count. */
export async function lookUp(
  host: string,
  family: AddressFamily | undefined,
  run: Run,
): Promise<LookupAddress[]> {
  run.watch.pause()
  return turns(async () => {
    // A check that ended meanwhile must not hold up those behind it.
    if (run.isEnding) return []
    run.watch.resume()
    const found = promises.lookup(host, { all: true, family: family ?? 0 })
    run.watch.sent()
    return found
  })
}
