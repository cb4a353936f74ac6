import { setMaxListeners } from 'node:events'
import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type FeedEvent, toJson, ValidationError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import type { FastifyInstance } from 'fastify'
import { tooMany } from './rate-limits.js'

/** The options of the stream of events. */
export interface EventRoutesOptions {
  /** The milliseconds without an event after which a comment is sent, so that no proxy closes the connection. */
  readonly heartbeatMs: number
  /** The milliseconds in which a client has to take something, before it is disconnected. */
  readonly stallMs: number
  /** The streams that one owner may have open. */
  readonly streamsPerOwner: number
}

/**
 * Registers `GET /events`: the events of the caller's records as server-sent events. A browser that has lost its
 * connection sends the id of the last event, and continues after it. A client that takes nothing is
 * disconnected after a while, and so is one for whom too many events wait.
 */
export async function eventRoutes(
  app: FastifyInstance,
  { heartbeatMs, stallMs, streamsPerOwner }: EventRoutesOptions,
): Promise<void> {
  const closing = new AbortController()
  setMaxListeners(0, closing.signal)
  const open = new Map<string, number>()
  app.addHook('preClose', async () => closing.abort())
  app.get('/events', ({ owner, owned, headers }, reply) => {
    const after = lastSeen(headers['last-event-id'])
    const streams = open.get(owner) ?? 0
    if (streams >= streamsPerOwner)
      throw tooMany(`you have ${streams} event streams open, the most that you may have; close one first`)
    open.set(owner, streams + 1)
    const left = new AbortController()
    const leave = () => left.abort()
    closing.signal.addEventListener('abort', leave)
    reply.raw.once('close', () => {
      leave()
      closing.signal.removeEventListener('abort', leave)
      const others = (open.get(owner) ?? 1) - 1
      if (others === 0) open.delete(owner)
      else open.set(owner, others)
    })
    // Heartbeats keep the connection of a client that reads alive. One that does not read makes no progress.
    reply.raw.setTimeout(stallMs, () => reply.raw.destroy())
    const events = owned.feed.follow({ ...defined({ after }), signal: left.signal })
    reply.headers({ 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' })
    return reply.send(Readable.from(lines(events, heartbeatMs), { highWaterMark: 1 }))
  })
}

function lastSeen(header: string | string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined
  const id = Number(header)
  if (Number.isSafeInteger(id) && id >= 0) return id
  const message = `expected the id of an event, got ${JSON.stringify(header)}`
  throw new ValidationError('GET /events', [{ path: 'Last-Event-ID', message }])
}

/** Yields the text of an event stream, as defined by the HTML Standard. */
async function* lines(events: AsyncGenerator<FeedEvent>, heartbeatMs: number): AsyncGenerator<string> {
  try {
    yield ': connected\n\n'
    let next = events.next()
    for (;;) {
      const timer = new AbortController()
      const result = await Promise.race([next, pause(heartbeatMs, undefined, { signal: timer.signal })])
      timer.abort()
      if (result?.done) return
      yield result ? eventText(result.value) : ': heartbeat\n\n'
      if (result) next = events.next()
    }
  } finally {
    await events.return(undefined)
  }
}

/** The texts of events, which all followers of an owner share. */
const texts = new WeakMap<FeedEvent, string>()

function eventText(event: FeedEvent): string {
  const { id, name, data } = event
  const text =
    texts.get(event) ?? `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(toJson(name, data))}\n\n`
  texts.set(event, text)
  return text
}
