import type { MiddlewareHandler } from 'hono'
import { answerError } from './answers.js'
import type { ServerContext } from './server-context.js'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests that another site made a browser send with its user's cookie (OWASP, Cross-Site Request Forgery
 * Prevention: Fetch Metadata, with the origin where a browser does not send it). Requests without a cookie carry their own
 * credential, which no other site has.
 *
 * @param origins - the app's own origin and those that may call it.
 */
export const sameOrigin =
  (origins: readonly string[]): MiddlewareHandler<ServerContext> =>
  async (context, next) => {
    const header = (name: string) => context.req.header(name)
    const { method } = context.req
    if (safeMethods.has(method) || header('cookie') === undefined) return next()
    const origin = header('origin')
    const isOwn = origin === undefined ? isSameSite(header('sec-fetch-site')) : origins.includes(origin)
    if (isOwn) return next()
    return answerError(context, {
      code: 'FORBIDDEN',
      message: `requests from ${origin ?? 'another site'} may not use the sign-in of this app`,
      status: 403,
    })
  }

/** Returns `true` for a request of the app's own pages, or of the user themselves. A browser that says neither is none. */
const isSameSite = (site: string | undefined): boolean => site === 'same-origin' || site === 'none'
