import type { FeedEvent } from '@telltale/core'
import { ValidationError } from '@telltale/core/errors'
import { toJson } from '@telltale/core/json'
import { defined } from '@telltale/core/options'
import type { Caller } from '../request/identify.js'
import { RequestError } from '../request/request-error.js'
import { type FollowBySocket, sendEvents } from './live-socket.js'
import { type EventStreamTimes, firstOf } from './next-event.js'

/** The number of streams that one owner may have open in one process. */
const maxStreams = 100

/** The ways to follow an owner's events. */
export interface EventStreams {
  /** Answers with server-sent events, as defined by the HTML Standard. */
  readonly respond: (request: Request, caller: Caller) => Response
  /** Makes the function that sends them to a socket. */
  readonly bySocket: (request: Request, caller: Caller) => FollowBySocket
}

/**
 * Makes the streams of live events. A reader
 * who was away sends the id of the last event, and goes on after it. One that takes nothing for a while is let go, and so is
 * one for whom too many events wait: it comes back with the id of the last event that it has seen.
 */
export function createEventStreams(times: EventStreamTimes): EventStreams {
  const open = new Map<string, number>()
  const leave = (ownerId: string) => {
    const others = (open.get(ownerId) ?? 1) - 1
    if (others === 0) open.delete(ownerId)
    else open.set(ownerId, others)
  }
  const requirePlace = (ownerId: string) => {
    const streams = open.get(ownerId) ?? 0
    if (streams >= maxStreams)
      throw new RequestError(429, 'TOO_MANY_STREAMS', `you have ${streams} streams open; close one first`)
  }
  const follow = ({ ownerId, services: { feed } }: Caller, after: number | undefined, ended: AbortSignal) => {
    open.set(ownerId, (open.get(ownerId) ?? 0) + 1)
    const left = new AbortController()
    const signal = AbortSignal.any([left.signal, ended])
    const end = once(() => {
      left.abort()
      leave(ownerId)
    })
    return { events: feed.follow({ ...defined({ after }), signal }), end }
  }
  return {
    respond: (request, caller) => {
      const after = lastSeen(request)
      requirePlace(caller.ownerId)
      const { events, end } = follow(caller, after, request.signal)
      return new Response(streamOf(events, times, end), { headers: streamHeaders })
    },
    bySocket: (request, caller) => {
      const after = lastSeen(request)
      requirePlace(caller.ownerId)
      return (socket) => {
        const { events, end } = follow(caller, after, socket.closed)
        void sendEvents(events, socket, times).finally(() => {
          end()
          void events.return(undefined).catch(() => undefined)
        })
      }
    },
  }
}

const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
}

function lastSeen(request: Request): number | undefined {
  const header = request.headers.get('last-event-id')
  const text = header || new URL(request.url).searchParams.get('after')
  if (text === null || text === '') return undefined
  const id = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(id)) return id
  const path = header ? 'Last-Event-ID' : 'after'
  throw new ValidationError('the live events', [{ path, message: 'expected the id of an event' }])
}

const encoder = new TextEncoder()

/** Makes a stream that reads an event only when its reader has taken the one before. */
function streamOf(
  events: AsyncGenerator<FeedEvent, void, undefined>,
  { heartbeatMs, stallMs }: EventStreamTimes,
  onEnd: () => void,
): ReadableStream<Uint8Array> {
  let next: Promise<IteratorResult<FeedEvent, void>> | undefined
  let stalled: ReturnType<typeof setTimeout> | undefined
  const end = once(() => {
    clearTimeout(stalled)
    onEnd()
    // The follower may wait for the next event; the signal has ended that.
    void events.return(undefined).catch(() => undefined)
  })
  const send = (controller: ReadableStreamDefaultController<Uint8Array>, text: string) => {
    controller.enqueue(encoder.encode(text))
    stalled = setTimeout(() => {
      end()
      controller.error(new Error('the reader takes nothing'))
    }, stallMs)
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => send(controller, ': connected\n\n'),
      pull: async (controller) => {
        clearTimeout(stalled)
        next ??= events.next()
        const result = await firstOf(next, heartbeatMs)
        if (result === 'failed' || (result !== 'silence' && result.done)) {
          end()
          return controller.close()
        }
        if (result !== 'silence') next = undefined
        send(controller, result === 'silence' ? ': heartbeat\n\n' : eventText(result.value))
      },
      cancel: end,
    },
    { highWaterMark: 1 },
  )
}

/** Calls a function the first time only. */
function once(call: () => void): () => void {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    call()
  }
}

/** The texts of events, which all readers of an owner share. */
const texts = new WeakMap<FeedEvent, string>()

function eventText(event: FeedEvent): string {
  const known = texts.get(event)
  if (known !== undefined) return known
  const { id, name, data } = event
  const text = `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(toJson(name, data))}\n\n`
  texts.set(event, text)
  return text
}
