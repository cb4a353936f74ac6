import { type ApiOptions, createApi } from '@telltale/api'
import { prometheusMetrics } from '@telltale/api/metrics'
import { toNodeHandler } from '@telltale/api/node'
import { defined } from '@telltale/core/ports'
import type { FastifyInstance } from 'fastify'
import type { ServerOptions } from './app.js'
import { type AuditWriter, audited } from './audited.js'
import { ownerOf, type StoredToken } from './tokens.js'
import { withSales } from './with-sales.js'

const maxBodyBytes = 64 * 1024

/** Mounts the API of Telltale at `/api`, in a scope of its own, whose bodies Fastify leaves alone. */
export async function apiRoutes(app: FastifyInstance, options: ServerOptions): Promise<void> {
  const { telltale, tokens, origins = [], requestsPerAddress = 600, trustProxy = false } = options
  const owner: ApiOptions['owner'] = ({ headers }) => ownerOf(tokens, headers.get('authorization'))
  const api = createApi(telltale, {
    owner,
    maxBodyBytes,
    origins,
    addressLimit: {
      requestsPerMinute: requestsPerAddress,
      ...defined({ addressOf: trustProxy ? addressByProxy : undefined }),
    },
    onError: (error, request) => app.log.error({ err: error, ...request }),
    ...defined({ metrics: metricsFor(options) }),
  })
  const writeAudit: AuditWriter = async (request, entry) => {
    const who = await owner(request)
    if (who) await telltale.for(who).audit.write({ who, ...entry })
  }
  const handle = toNodeHandler(
    withSales(audited(api, writeAudit, (error) => app.log.error(error, 'an audit entry is missing'))),
  )
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null))
  app.all('/api/*', async (request, reply) => {
    reply.hijack()
    await handle(request.raw, reply.raw)
  })
}

/** Returns the address that the proxy has seen, which it appends to what the client claims. */
const addressByProxy = ({ headers }: Request): string | undefined =>
  headers.get('x-forwarded-for')?.split(',').at(-1)?.trim()

function metricsFor({ telltale, metricsToken }: ServerOptions) {
  if (metricsToken === undefined) return undefined
  const tokens: readonly StoredToken[] = [metricsToken]
  return prometheusMetrics(telltale, {
    allow: ({ headers }) => ownerOf(tokens, headers.get('authorization')) !== undefined,
  })
}
