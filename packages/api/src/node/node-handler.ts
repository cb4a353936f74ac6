import type { IncomingMessage, ServerResponse } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { defined } from '@telltale/core/options'
import type { Api } from '../api.js'

/** A handler of `node:http`, as Express, Fastify and Next's `pages/api` take one. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/**
 * Makes the handler of a server on `node:http`. Mount it before anything that reads bodies.
 *
 * @example
 * ```ts
 * import { createServer } from 'node:http'
 * import { createApi } from '@telltale/api'
 * import { toNodeHandler } from '@telltale/api/node'
 *
 * const api = createApi(telltale, { owner: () => 'the-only-one' })
 * createServer(toNodeHandler(api)).listen(3000)
 * ```
 */
export function toNodeHandler(api: Pick<Api, 'fetch'>): NodeHandler {
  const listen = getRequestListener(
    (request, { incoming }) => api.fetch(request, defined({ address: incoming.socket.remoteAddress })),
    { overrideGlobalObjects: false },
  )
  return async (request, response) => {
    await listen(request, response)
  }
}
