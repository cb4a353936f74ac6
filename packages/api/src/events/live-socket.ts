import type { FeedEvent } from '@telltale/core'
import { toJson } from '@telltale/core/json'
import { type EventStreamTimes, firstOf } from './next-event.js'

/** A WebSocket that is open, as the server of a host has one. */
export interface LiveSocket {
  /** Sends a text, and resolves once the socket can take the next one. */
  readonly send: (text: string) => Promise<void>
  /** Closes it with a code of RFC 6455 and a reason. */
  readonly close: (code: number, reason: string) => void
  /** Fires when it is closed. */
  readonly closed: AbortSignal
}

/** The function that sends an owner's events to a socket, until one of the two ends. */
export type FollowBySocket = (socket: LiveSocket) => void

const heartbeat = JSON.stringify({ name: 'heartbeat' })

/** Sends events to a socket, each when the one before was taken. A reader that takes nothing for a while is let go. */
export async function sendEvents(
  events: AsyncGenerator<FeedEvent, void, undefined>,
  socket: LiveSocket,
  { heartbeatMs, stallMs }: EventStreamTimes,
): Promise<void> {
  let next: Promise<IteratorResult<FeedEvent, void>> | undefined
  while (!socket.closed.aborted) {
    next ??= events.next()
    const result = await firstOf(next, heartbeatMs)
    if (result === 'failed') return socket.close(1013, 'too slow: come back with the last id as `after`')
    if (result !== 'silence' && result.done) return socket.close(1001, 'the server closes')
    if (result !== 'silence') next = undefined
    const isTaken = await withinTime(
      socket.send(result === 'silence' ? heartbeat : textOf(result.value)),
      stallMs,
    )
    if (!isTaken) return socket.close(1013, 'nothing was taken: come back with the last id as `after`')
  }
}

/** Resolves to `false` where something is not done in time, or fails. */
async function withinTime(work: Promise<void>, limitMs: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, limitMs, false)
  })
  const done = work.then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([done, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The texts of events, which all readers of an owner share. */
const texts = new WeakMap<FeedEvent, string>()

function textOf(event: FeedEvent): string {
  const { id, name, data } = event
  const text = texts.get(event) ?? JSON.stringify({ id, name, data: toJson(name, data) })
  texts.set(event, text)
  return text
}
