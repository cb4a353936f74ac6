import { defined } from '@telltale/core/ports'
import { type Context, Hono } from 'hono'
import type { AccessTokens } from '../accounts/access-tokens.js'
import { type Auth, addressHeader } from '../accounts/accounts.js'
import type { Identities } from '../accounts/identify.js'
import { answer, answerError } from './answers.js'
import type { ServerContext } from './server-context.js'

/** Options of {@link accountRoutes}. */
export interface AccountRouteOptions {
  readonly auth: Auth
  readonly identities: Identities
  readonly tokens: AccessTokens
  readonly publicUrl: string
}

/**
 * Makes the routes by which people register and sign in:
 *
 * - `POST /register` `{ name, email, password }` and `POST /sign-in` `{ email, password }` set the session's cookie,
 * - `POST /sign-out` ends the session,
 * - `GET /session` tells who is signed in, `null` when nobody is,
 * - `POST /token` issues an access token of 24 hours to who is signed in,
 * - `/auth/*` is better-auth: organisations, keys, change of password, sessions.
 */
export function accountRoutes(options: AccountRouteOptions): Hono<ServerContext> {
  const { auth, identities, tokens, publicUrl } = options
  const routes = new Hono<ServerContext>()

  /** Sends a request on to better-auth, which limits, checks and answers it in its own form. */
  const forward = async (context: Context<ServerContext>, path = context.req.path): Promise<Response> => {
    const { raw, method } = context.req
    const headers = new Headers(raw.headers)
    headers.set(addressHeader, context.get('address'))
    const body = method === 'GET' || method === 'HEAD' ? undefined : await raw.arrayBuffer()
    const response = await auth.handler(
      new Request(new URL(path + new URL(raw.url).search, publicUrl), {
        method,
        headers,
        ...defined({ body }),
      }),
    )
    if (method !== 'GET') identities.forget()
    return response
  }

  /** Sends a request on to better-auth and answers in the app's envelope, with the cookies that it set. */
  const translate = async (context: Context<ServerContext>, path: string): Promise<Response> => {
    const response = await forward(context, path)
    for (const cookie of response.headers.getSetCookie())
      context.header('set-cookie', cookie, { append: true })
    const retryAfter = response.headers.get('x-retry-after')
    if (retryAfter) context.header('retry-after', retryAfter)
    const body: unknown = await response.json().catch(() => undefined)
    if (!response.ok) return answerError(context, failureOf(response.status, body))
    return answer(context, shownUser(body), path.endsWith('/sign-up/email') ? 201 : 200)
  }

  routes.post('/register', (context) => translate(context, '/api/auth/sign-up/email'))
  routes.post('/sign-in', (context) => translate(context, '/api/auth/sign-in/email'))
  routes.post('/sign-out', (context) => translate(context, '/api/auth/sign-out'))
  routes.get('/session', async (context) =>
    answer(context, (await identities.identify(context.req.raw.headers)) ?? null),
  )
  routes.post('/token', async (context) => {
    const caller = await identities.identify(context.req.raw.headers)
    if (caller?.by !== 'session')
      return answerError(context, { code: 'UNAUTHORIZED', message: 'sign in first', status: 401 })
    return answer(context, await tokens.issue(caller.id), 201)
  })
  routes.all('/auth/*', (context) => forward(context))
  return routes
}

/** Returns what is shown of a user in better-auth's answer. Its session token stays in the cookie. */
function shownUser(body: unknown): unknown {
  const { user } = Object(body) as { readonly user?: Readonly<Record<string, unknown>> }
  return user ? { id: user.id, name: user.name, email: user.email } : null
}

const codes: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  409: 'CONFLICT',
  429: 'RATE_LIMITED',
}

/** Returns the app's error for one of better-auth, which answers 422 where an account exists already. */
function failureOf(status: number, body: unknown) {
  const { code, message } = Object(body) as { readonly code?: string; readonly message?: string }
  const isTaken = code?.startsWith('USER_ALREADY_EXISTS') ?? false
  const known = isTaken ? 409 : status === 422 ? 400 : status
  return {
    code: codes[known] ?? (known < 500 ? 'VALIDATION' : 'INTERNAL'),
    message: isTaken
      ? 'there is an account with this e-mail address; sign in'
      : (message ?? 'it was refused'),
    status: known,
  }
}
