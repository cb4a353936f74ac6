import type { FeedEvent, FollowOptions } from '@telltale/core'
import { defined } from '@telltale/core/options'
import { ApiError } from './api-error.js'
import { readEvents } from './read-events.js'
import { type ClientOptions, dataOf, send } from './send.js'
import type { Wire } from './wire.js'

/** An event of the feed, as a client gets it. */
export type LiveEvent = Wire<FeedEvent>

/** The time before the second attempt to connect, and the longest between two, in milliseconds. */
const [firstPauseMs, maxPauseMs] = [500, 30_000]

/**
 * Yields the owner's events from now on, or after an id. A line that breaks is taken up again after the last event, so that
 * none is missed and none comes twice.
 *
 * @throws `ApiError` for an answer that another attempt would not change.
 */
export async function* liveEvents(
  options: ClientOptions,
  { after, signal }: FollowOptions = {},
): AsyncGenerator<LiveEvent, void, undefined> {
  const call = { method: 'GET', ...defined({ signal }) }
  let pauseMs = firstPauseMs
  let last = after
  while (!signal?.aborted) {
    try {
      if (last === undefined) {
        const newest = await dataOf(await send(options, { ...call, path: '/events/last' }))
        last = (newest as { readonly id: number }).id
      }
      const headers = { 'last-event-id': String(last) }
      const response = await send(options, { ...call, path: '/events/live', headers })
      if (!response.ok || !response.body) await dataOf(response)
      else
        for await (const { id, name, data } of readEvents(response.body)) {
          pauseMs = firstPauseMs
          last = Number(id)
          yield { id: last, name, data: JSON.parse(data) } as LiveEvent
        }
    } catch (error) {
      if (error instanceof ApiError && !isPassing(error)) throw error
    }
    await pause(pauseMs * (0.5 + Math.random() / 2), signal)
    pauseMs = Math.min(maxPauseMs, pauseMs * 2)
  }
}

/** Checks whether the same request may succeed later. */
const isPassing = ({ status }: ApiError): boolean => status === 429 || status >= 500

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal?.addEventListener('abort', end)
    if (signal?.aborted) end()
  })
}
