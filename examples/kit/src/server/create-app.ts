import { createApi } from '@telltale/api'
import { ForbiddenError, type Telltale } from '@telltale/core'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Logger } from 'pino'
import type { AccessTokens } from '../accounts/access-tokens.js'
import type { Auth } from '../accounts/accounts.js'
import type { Identities } from '../accounts/identify.js'
import type { UserDirectory } from '../accounts/user-directory.js'
import { accountRoutes } from './account-routes.js'
import { answerError, answerThrown } from './answers.js'
import { noteRequest } from './note-request.js'
import type { RequestMetrics } from './request-metrics.js'
import { sameOrigin } from './same-origin.js'
import { securityHeaders } from './security-headers.js'
import type { ServerContext } from './server-context.js'
import { staticFiles } from './static-files.js'
import { userRoutes } from './user-routes.js'

const maxBodyBytes = 1_048_576

/** The parts of an app, as {@link createApp} puts them together. */
export interface AppParts {
  readonly telltale: Telltale
  readonly auth: Auth
  readonly users: UserDirectory
  readonly identities: Identities
  readonly tokens: AccessTokens
  readonly metrics: RequestMetrics
  readonly log: Logger
  /** The address by which browsers reach the app. */
  readonly publicUrl: string
  /** Further origins whose pages may call the app. */
  readonly origins: readonly string[]
  readonly trustedProxies: number
  /** The folder of the built pages. @default no pages */
  readonly pages?: string | undefined
  /** The app's own routes under `/api`, which come before Telltale's. @default none */
  readonly routes?: Hono<ServerContext> | undefined
}

/** Makes the handler of an app: accounts, the app's own routes, Telltale's API and the pages, behind the same protection. */
export function createApp(parts: AppParts): Hono<ServerContext> {
  const { telltale, identities, metrics, log, publicUrl, origins, trustedProxies, pages, routes } = parts
  const app = new Hono<ServerContext>()
  app.onError((error, context) => answerThrown(error, context))
  app.notFound((context) =>
    answerError(context, { code: 'NOT_FOUND', message: 'there is nothing here', status: 404 }),
  )
  app.use(noteRequest({ log, trustedProxies, onEnd: (request) => metrics.note(request) }))
  app.use(securityHeaders(publicUrl.startsWith('https:')))
  app.use(sameOrigin([new URL(publicUrl).origin, ...origins]))
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: (context) =>
        answerError(context, {
          code: 'TOO_LARGE',
          message: `expected at most ${maxBodyBytes} bytes`,
          status: 413,
        }),
    }),
  )
  app.use('/api/*', async (context, next) => {
    await next()
    if (!context.res.headers.has('cache-control')) context.res.headers.set('cache-control', 'no-store')
  })
  app.get('/metrics', async (context) => {
    const { contentType, text } = await metrics.text()
    return context.text(text, 200, { 'content-type': contentType })
  })
  app.route('/api', accountRoutes(parts))
  app.route('/api/users', userRoutes(parts))
  if (routes) app.route('/api', routes)

  const api = createApi(telltale, {
    owner: async (request) => {
      const caller = await identities.identify(request.headers)
      if (caller && !caller.mayWrite && request.method !== 'GET')
        throw new ForbiddenError('this key may only read; make one that may write')
      return caller?.id
    },
    origins: [...origins],
    onError: (error) => log.error({ error }, 'a request of the API failed'),
  })
  app.all('/api/*', (context) => api.fetch(context.req.raw, { address: context.get('address') }))
  if (pages !== undefined) app.route('/', staticFiles(pages))
  return app
}
