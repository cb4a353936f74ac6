import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { type HttpBindings, type ServerType, serve } from '@hono/node-server'
import type { Telltale } from '@telltale/core'
import type { Storage } from '@telltale/core/ports'
import type { Hono } from 'hono'
import { type Logger, pino } from 'pino'
import { AccessTokens } from '../accounts/access-tokens.js'
import { type NewUser, openAccounts } from '../accounts/accounts.js'
import { Identities } from '../accounts/identify.js'
import { seedAccount } from '../accounts/seed-account.js'
import { UserDirectory } from '../accounts/user-directory.js'
import { type Database, openDatabase } from '../database/open-database.js'
import { type CompleteSettings, completeSecrets, type ServerSettings } from '../settings/index.js'
import { createApp } from './create-app.js'
import { openRequestMetrics } from './request-metrics.js'
import type { ServerContext } from './server-context.js'

const minuteMs = 60_000

/** The time that requests have to end before Telltale refuses further calls. Telltale itself ends within 8 s. */
const requestsMs = 1_500

/** Options of {@link startServer}. */
export interface StartOptions {
  /** The settings. */
  readonly settings: ServerSettings
  /** Makes the app's Telltale. It is started and closed with the server. */
  createTelltale(given: {
    readonly storage: Storage
    readonly secretKey: string
    readonly log: Logger
  }): Telltale
  /** The folder of the built pages. @default no pages */
  readonly pages?: string
  /** Makes the app's own routes under `/api`. @default none */
  routes?(given: { readonly telltale: Telltale; readonly identities: Identities }): Hono<ServerContext>
  /** The log. @default lines of JSON on standard output */
  readonly log?: Logger
}

/** A server that runs. */
export interface RunningServer {
  /** The address of the server. */
  readonly url: string
  readonly telltale: Telltale
  readonly users: UserDirectory
  /** Makes an account unless there is one with its e-mail address. */
  seedAccount(user: NewUser): Promise<{ readonly id: string; readonly isNew: boolean }>
  /**
   * Stops within ten seconds: it accepts no more connections, lets requests and running work end, stores what they did and
   * closes the database. May be called twice.
   */
  stop(): Promise<void>
}

/** Starts the server of an app: database, accounts, Telltale, routes and pages. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const settings = await completeSecrets(options.settings)
  const log = options.log ?? pino({ level: settings.LOG_LEVEL })
  const database = await openDatabase(settings)
  const secretKey = settings.TELLTALE_SECRET_KEY
  const telltale = options.createTelltale({ storage: database.storage, secretKey, log })
  const { server, url, serveBy } = await listen(settings)
  const publicUrl = settings.PUBLIC_URL ?? url
  const { accounts, ...access } = await openAccess(settings, database, publicUrl)
  await telltale.start()
  const app = createApp({
    telltale,
    auth: accounts.auth,
    ...access,
    metrics: openRequestMetrics(),
    log,
    publicUrl,
    origins: settings.ALLOWED_ORIGINS,
    trustedProxies: settings.TRUSTED_PROXIES,
    pages: options.pages,
    routes: options.routes?.({ telltale, identities: access.identities }),
  })
  serveBy(app)
  const timer = setInterval(() => {
    accounts.removeExpired().catch((error) => log.error({ error }, 'expired sessions were not removed'))
  }, 10 * minuteMs).unref()
  const stop = stopping(server, async () => {
    clearInterval(timer)
    await telltale.close()
    await database.close()
  })
  log.info({ url: publicUrl, stage: settings.STAGE }, 'the server runs')
  const seed = (user: NewUser) => seedAccount(accounts.auth, database.accounts, user)
  return { url, telltale, users: access.users, seedAccount: seed, stop }
}

/** Listens before the app is made, since the port decides its address where nothing else is set. Until then it answers 503. */
async function listen({ HOST: hostname, PORT: port }: ServerSettings) {
  let app: Hono<ServerContext> | undefined
  const server = serve({
    hostname,
    port,
    fetch: (request, bindings) =>
      app ? app.fetch(request, bindings as HttpBindings) : new Response(undefined, { status: 503 }),
  })
  if (!server.listening) await once(server, 'listening')
  const url = `http://${hostname}:${(server.address() as AddressInfo).port}`
  const serveBy = (made: Hono<ServerContext>): void => {
    app = made
  }
  return { server, url, serveBy }
}

/** Opens what knows who a caller is, and makes the admin's account. */
async function openAccess(
  settings: CompleteSettings,
  { accounts: database }: Pick<Database, 'accounts'>,
  publicUrl: string,
) {
  const { AUTH_SECRET: secret, ALLOWED_ORIGINS: origins, STAGE: stage } = settings
  const accounts = await openAccounts({ database, secret, publicUrl, origins, isLimited: stage !== 'test' })
  const { JWT_SECRET: current, JWT_SECRET_BEFORE: before } = settings
  const tokens = new AccessTokens(before === undefined ? [current] : [current, before])
  const identities = new Identities({ auth: accounts.auth, database, tokens })
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = settings
  if (email && password)
    await seedAccount(accounts.auth, database, { name: 'Admin', email, password, role: 'admin' })
  return { accounts, tokens, identities, users: new UserDirectory(database) }
}

/** Returns the function that stops a server, once, and closes what is behind it. */
function stopping(server: ServerType, closeParts: () => Promise<void>): () => Promise<void> {
  let stopped: Promise<void> | undefined
  const stop = async () => {
    const closed = once(server, 'close')
    server.close()
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    await Promise.race([closed, pause(requestsMs, undefined, { ref: false })])
    const parts = closeParts()
    if ('closeAllConnections' in server) server.closeAllConnections()
    await Promise.all([parts, closed])
  }
  return () => {
    stopped ??= stop()
    return stopped
  }
}

/** Stops a server on SIGINT and SIGTERM, and ends the process. A second signal ends it at once. */
export function stopOnSignals(server: RunningServer): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      process.once(signal, () => process.exit(1))
      server.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
}
