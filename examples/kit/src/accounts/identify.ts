import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { LRUCache } from 'lru-cache'
import type { AccountTables } from '../database/open-database.js'
import type { AccessTokens } from './access-tokens.js'
import type { Auth } from './accounts.js'

/** A signed-in caller. */
export interface Caller {
  /** The id of the user, who is the owner of their records in Telltale. */
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: 'admin' | 'user'
  /** The kind of credential: a browser's session, an access token, or a key for programs. */
  readonly by: 'session' | 'token' | 'key'
  /** `false` for a key that may only read. */
  readonly mayWrite: boolean
}

/** A credential of a request. */
interface Credential {
  readonly by: Caller['by']
  readonly text: string
}

/** The time for which a credential's caller is remembered: what is revoked ends within a second in every process. */
const rememberedMs = 900

/** Options of {@link Identities}. */
export interface IdentityOptions {
  readonly auth: Auth
  readonly database: Kysely<AccountTables>
  readonly tokens: AccessTokens
}

/**
 * Identifies callers by session cookie, access token or key. It remembers each for less than a second, since better-auth
 * takes milliseconds to look one up.
 */
export class Identities {
  readonly #options: IdentityOptions
  readonly #known: LRUCache<string, { readonly caller: Caller | undefined }, Credential>

  constructor(options: IdentityOptions) {
    this.#options = options
    this.#known = new LRUCache({
      max: 10_000,
      ttl: rememberedMs,
      fetchMethod: async (_key, _stale, { context }) => ({ caller: await this.#lookUp(context) }),
    })
  }

  /** Resolves to the caller of a request, or `undefined` when it carries no valid credential. */
  async identify(headers: Headers): Promise<Caller | undefined> {
    const credential = await this.#credentialOf(headers)
    if (!credential) return undefined
    const key = createHash('sha256').update(`${credential.by} ${credential.text}`).digest('base64url')
    return (await this.#known.fetch(key, { context: credential }))?.caller
  }

  /** Forgets every caller: after a sign-out or a change of accounts. */
  forget(): void {
    this.#known.clear()
  }

  async #credentialOf(headers: Headers): Promise<Credential | undefined> {
    const bearer = headers.get('authorization')?.match(/^Bearer +(\S+)$/i)?.[1]
    const given = bearer ?? headers.get('x-api-key') ?? undefined
    if (given !== undefined) return { by: given.startsWith('tt_') ? 'key' : 'token', text: given }
    const { authCookies } = await this.#options.auth.$context
    const prefix = `${authCookies.sessionToken.name}=`
    const cookies = headers.get('cookie')?.split(/; */) ?? []
    const cookie = cookies.find((each) => each.startsWith(prefix))
    return cookie === undefined ? undefined : { by: 'session', text: cookie }
  }

  #lookUp({ by, text }: Credential): Promise<Caller | undefined> {
    if (by === 'session') return this.#bySession(text)
    return by === 'token' ? this.#byToken(text) : this.#byKey(text)
  }

  async #bySession(cookie: string): Promise<Caller | undefined> {
    const found = await this.#options.auth.api.getSession({ headers: new Headers({ cookie }) })
    return found ? this.#userOf(found.user.id, { by: 'session', mayWrite: true }) : undefined
  }

  async #byToken(token: string): Promise<Caller | undefined> {
    const id = await this.#options.tokens.verify(token)
    return id === undefined ? undefined : this.#userOf(id, { by: 'token', mayWrite: true })
  }

  async #byKey(given: string): Promise<Caller | undefined> {
    const { valid, key } = await this.#options.auth.api.verifyApiKey({
      body: { key: given, permissions: { telltale: ['read'] } },
    })
    if (!valid || !key) return undefined
    const mayWrite = key.permissions?.telltale?.includes('write') ?? false
    return this.#userOf(key.referenceId, { by: 'key', mayWrite })
  }

  /** Reads a user as they are now, so that a role that was taken or a ban counts at once. */
  async #userOf(id: string, credential: Pick<Caller, 'by' | 'mayWrite'>): Promise<Caller | undefined> {
    const row = await this.#options.database
      .selectFrom('user')
      .select(['id', 'name', 'email', 'role', 'banned'])
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row || row.banned) return undefined
    const role = row.role === 'admin' ? 'admin' : 'user'
    return { id: row.id, name: row.name, email: row.email, role, ...credential }
  }
}
