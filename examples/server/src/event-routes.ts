import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type FeedEvent, ValidationError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import type { FastifyInstance } from 'fastify'
import { withIsoTimes } from './envelope.js'

/** The options of the stream of events. */
export interface EventRoutesOptions {
  /** The milliseconds without an event after which a comment is sent, so that no proxy closes the connection. */
  readonly heartbeatMs: number
}

/**
 * Registers `GET /events`: the events of the caller's records as server-sent events. A browser that has lost its
 * connection sends the id of the last event, and continues after it.
 */
export async function eventRoutes(app: FastifyInstance, { heartbeatMs }: EventRoutesOptions): Promise<void> {
  const closing = new AbortController()
  app.addHook('preClose', async () => closing.abort())
  app.get('/events', ({ owned, headers }, reply) => {
    const left = new AbortController()
    reply.raw.once('close', () => left.abort())
    const after = lastSeen(headers['last-event-id'])
    const signal = AbortSignal.any([left.signal, closing.signal])
    const events = owned.feed.follow({ ...defined({ after }), signal })
    reply.headers({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      'x-accel-buffering': 'no',
    })
    return reply.send(Readable.from(lines(events, heartbeatMs)))
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

const eventText = ({ id, name, data }: FeedEvent): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(withIsoTimes(data))}\n\n`
