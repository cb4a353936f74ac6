import { setTimeout as pause } from 'node:timers/promises'
import type { Telltale } from '@telltale/core'
import type { FastifyInstance } from 'fastify'

/** The time that requests have to end before Telltale refuses further calls, in milliseconds. Its own end takes 8 s at most. */
const requestsMs = 1_500

/**
 * Stops a server within ten seconds: it accepts no more connections, ends its event streams, lets running requests and work
 * end, and stores what they did. Connections that browsers keep open without using them are closed at the end.
 */
export async function stopServer(app: FastifyInstance, telltale: Telltale): Promise<void> {
  const closed = app.close()
  await Promise.race([closed, pause(requestsMs, undefined, { ref: false })])
  await telltale.close()
  app.server.closeAllConnections()
  await closed
}
