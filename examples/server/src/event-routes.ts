import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { type FeedEvent, ValidationError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import type { FastifyInstance } from 'fastify'
import { withIsoTimes } from './envelope.js'

/** How the stream of events is kept up. */
export interface EventRoutesOptions {
  /** A line that was quiet for so long is sent a comment, so that nothing on the way takes it for dead. */
  readonly heartbeatMs: number
}

/**
 * `GET /events`: what happens to the caller's records, as server-sent events. A browser that lost its connection sends
 * the last id that it saw, and goes on from there.
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

/** The text of a stream of events, as the HTML Standard defines it. */
async function* lines(events: AsyncGenerator<FeedEvent>, heartbeatMs: number): AsyncGenerator<string> {
  try {
    yield ': connected\n\n'
    let next = events.next()
    for (;;) {
      const spoken = new AbortController()
      const result = await Promise.race([next, pause(heartbeatMs, undefined, { signal: spoken.signal })])
      spoken.abort()
      if (result?.done) return
      yield result ? eventText(result.value) : ': still here\n\n'
      if (result) next = events.next()
    }
  } finally {
    await events.return(undefined)
  }
}

const eventText = ({ id, name, data }: FeedEvent): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(withIsoTimes(data))}\n\n`
