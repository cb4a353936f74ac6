import { setTimeout as pause } from 'node:timers/promises'
import type { Telltale } from '@telltale/core'
import type { FastifyInstance } from 'fastify'

/** The time that requests have to end once the work of Telltale is done, in milliseconds. */
const lastAnswersMs = 500

/**
 * Stops a server within ten seconds: it accepts no more connections, ends its event streams, lets running work and requests
 * end, and stores what they did. Connections that browsers keep open without using them are closed at the end.
 */
export async function stopServer(app: FastifyInstance, telltale: Telltale): Promise<void> {
  const closed = app.close()
  await telltale.close()
  await Promise.race([closed, pause(lastAnswersMs, undefined, { ref: false })])
  app.server.closeAllConnections()
  await closed
}
