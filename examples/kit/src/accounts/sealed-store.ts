import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { AccountTables } from '../database/open-database.js'

/** The table of sealed entries. */
const table = 'sealed_entries'

/**
 * A store of short-lived entries, such as sessions, in the database. Keys are kept as keyed hashes and values encrypted
 * (HMAC-SHA-256 and AES-256-GCM), so that who reads the table can use no session.
 */
export class SealedStore {
  readonly #database: Kysely<AccountTables>
  readonly #hashKey: Buffer
  readonly #cipherKey: Buffer
  readonly #now: () => number

  constructor(database: Kysely<AccountTables>, secret: string, now: () => number = Date.now) {
    const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `sealed-store ${use}`, 32))
    this.#database = database
    this.#hashKey = keyFor('keys')
    this.#cipherKey = keyFor('values')
    this.#now = now
  }

  /** Makes the table where it is missing. */
  async migrate(): Promise<void> {
    await this.#database.schema
      .createTable(table)
      .ifNotExists()
      .addColumn('key', 'text', (column) => column.primaryKey())
      .addColumn('value', 'bytea')
      .addColumn('count', 'integer')
      .addColumn('expires_at', 'bigint')
      .execute()
  }

  /** Resolves to the value of a key, or `null` when there is none or it has expired. */
  async get(key: string): Promise<string | null> {
    const row = await this.#database
      .selectFrom(table)
      .select(['value', 'expires_at'])
      .where('key', '=', this.#hash(key))
      .executeTakeFirst()
    return this.#valueOf(row)
  }

  /** Resolves to the value of a key and removes it, so that of several callers one gets it. */
  async getAndDelete(key: string): Promise<string | null> {
    const row = await this.#database
      .deleteFrom(table)
      .where('key', '=', this.#hash(key))
      .returning(['value', 'expires_at'])
      .executeTakeFirst()
    return this.#valueOf(row)
  }

  /** Adds one to a counter, and resolves to its new count. The time of a new one is `ttlSeconds`, and stays. */
  async increment(key: string, ttlSeconds: number): Promise<number> {
    const now = this.#now()
    const expiresAt = now + ttlSeconds * 1_000
    const { rows } = await sql<{ readonly count: number }>`
      insert into ${sql.table(table)} as entry (key, count, expires_at)
      values (${this.#hash(key)}, 1, ${expiresAt})
      on conflict (key) do update set
        count = case when entry.expires_at <= ${now} then 1 else entry.count + 1 end,
        expires_at = case when entry.expires_at <= ${now} then ${expiresAt} else entry.expires_at end
      returning count`.execute(this.#database)
    return rows[0]?.count ?? 1
  }

  /** Keeps a value, for `ttlSeconds` where that is given. */
  async set(key: string, value: string, ttlSeconds?: number): Promise<void> {
    const expiresAt = ttlSeconds === undefined ? null : this.#now() + ttlSeconds * 1_000
    const row = { key: this.#hash(key), value: this.#seal(value), expires_at: expiresAt }
    await this.#database
      .insertInto(table)
      .values(row)
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet({ value: row.value, expires_at: row.expires_at }),
      )
      .execute()
  }

  /** Removes a key. */
  async delete(key: string): Promise<void> {
    await this.#database.deleteFrom(table).where('key', '=', this.#hash(key)).execute()
  }

  /** Removes what has expired. */
  async removeExpired(): Promise<void> {
    await sql`delete from ${sql.table(table)} where expires_at <= ${this.#now()}`.execute(this.#database)
  }

  #valueOf(row: Readonly<Record<string, unknown>> | undefined): string | null {
    if (!row?.value || (row.expires_at !== null && Number(row.expires_at) <= this.#now())) return null
    return this.#open(Buffer.from(row.value as Uint8Array))
  }

  #hash(key: string): string {
    return createHmac('sha256', this.#hashKey).update(key).digest('base64url')
  }

  #seal(value: string): Buffer {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#cipherKey, nonce)
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
  }

  /** Returns the value, or `null` where it was sealed by another secret or was changed. */
  #open(bytes: Buffer): string | null {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#cipherKey, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    } catch {
      return null
    }
  }
}
