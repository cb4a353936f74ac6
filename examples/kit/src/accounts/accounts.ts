import { apiKey } from '@better-auth/api-key'
import { type BetterAuthOptions, betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { admin, organization } from 'better-auth/plugins'
import type { Kysely } from 'kysely'
import type { AccountTables } from '../database/open-database.js'
import { hashPassword, verifyPassword } from './password.js'
import { SealedStore } from './sealed-store.js'

const hourSeconds = 3_600
const daySeconds = 24 * hourSeconds

/** The part of better-auth that the kit calls itself. */
export interface Auth {
  /** Answers requests under `/api/auth`. */
  handler(request: Request): Promise<Response>
  readonly options: BetterAuthOptions
  readonly $context: Promise<{
    readonly authCookies: { readonly sessionToken: { readonly name: string } }
    readonly internalAdapter: { deleteUserSessions(userId: string): Promise<void> }
  }>
  readonly api: {
    getSession(given: { headers: Headers }): Promise<{ readonly user: { readonly id: string } } | null>
    createUser(given: { body: NewUser }): Promise<{ readonly user: { readonly id: string } }>
    verifyApiKey(given: { body: { key: string; permissions: Record<string, string[]> } }): Promise<{
      readonly valid: boolean
      readonly key: {
        readonly referenceId: string
        readonly permissions?: Record<string, string[]> | null | undefined
      } | null
    }>
  }
}

/** A user that is to be made. */
export interface NewUser {
  name: string
  email: string
  password: string
  role: 'admin' | 'user'
}

/** Options of {@link openAccounts}. */
export interface AccountOptions {
  /** The database. */
  readonly database: Kysely<AccountTables>
  /** The secret that signs cookies and seals sessions. */
  readonly secret: string
  /** The address by which browsers reach the app. */
  readonly publicUrl: string
  /** Further origins whose pages may sign in. */
  readonly origins: readonly string[]
  /** `true` to limit how often one address may try to sign in. */
  readonly isLimited: boolean
}

/** The header in which the server tells better-auth the address of the caller; from outside it is dropped. */
export const addressHeader = 'x-telltale-address'

/** Keys for programs: they may read, and write only where their user says so. They end after 90 days, or a year at most. */
const keys = () =>
  apiKey({
    defaultPrefix: 'tt_',
    requireName: true,
    enableMetadata: false,
    rateLimit: { enabled: false },
    keyExpiration: { defaultExpiresIn: 90 * daySeconds, maxExpiresIn: 365 },
    permissions: { defaultPermissions: { telltale: ['read'] } },
  })

/** The requests of one address to the accounts in a minute; few where a password can be guessed. */
const attemptLimits = {
  storage: 'secondary-storage',
  window: 60,
  max: 100,
  customRules: {
    '/sign-in/*': { window: 60, max: 5 },
    '/sign-up/*': { window: 60, max: 5 },
    '/change-password': { window: 60, max: 5 },
  },
} as const

/** Makes the accounts of an app: people with passwords, sessions of 24 hours, organisations and keys for programs. */
function configure(options: AccountOptions, store: SealedStore): Auth {
  const { database, secret, publicUrl, origins, isLimited } = options
  const auth = betterAuth({
    appName: 'Telltale',
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [...origins],
    telemetry: { enabled: false },
    logger: { disabled: true },
    database: { db: database, type: 'postgres' },
    secondaryStorage: {
      get: (key) => store.get(key),
      getAndDelete: (key) => store.getAndDelete(key),
      increment: (key, ttlSeconds) => store.increment(key, ttlSeconds),
      set: (key, value, ttlSeconds) => store.set(key, value, ttlSeconds),
      delete: (key) => store.delete(key),
    },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
      revokeSessionsOnPasswordReset: true,
    },
    session: { expiresIn: daySeconds, updateAge: hourSeconds, cookieCache: { enabled: false } },
    rateLimit: { ...attemptLimits, enabled: isLimited },
    advanced: {
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
    },
    plugins: [admin({ defaultRole: 'user' }), organization({ organizationLimit: 5 }), keys()],
  })
  return {
    handler: (request) => auth.handler(request),
    options: auth.options,
    $context: auth.$context,
    api: {
      getSession: (given) => auth.api.getSession(given),
      createUser: (given) => auth.api.createUser(given),
      verifyApiKey: (given) => auth.api.verifyApiKey(given),
    },
  }
}

/** The accounts of an app, ready for use. */
export interface Accounts {
  /** The handler and the calls of better-auth. */
  readonly auth: Auth
  /** Removes sessions and codes that have expired. */
  removeExpired(): Promise<void>
}

/** Opens the accounts of an app, and makes or completes their tables. */
export async function openAccounts(options: AccountOptions): Promise<Accounts> {
  const store = new SealedStore(options.database, options.secret)
  const auth = configure(options, store)
  await store.migrate()
  const { runMigrations } = await getMigrations(auth.options)
  await runMigrations()
  return { auth, removeExpired: () => store.removeExpired() }
}
