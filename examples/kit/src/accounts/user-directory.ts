import type { Kysely } from 'kysely'
import type { AccountTables } from '../database/open-database.js'

/** A user, as admins and the user see it. */
export interface User {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: 'admin' | 'user'
  readonly isBanned: boolean
  /** The time of registration, in ISO 8601. */
  readonly createdAt: string
}

/** Changes of a user; what is absent or undefined stays. */
export interface UserChanges {
  readonly name?: string | undefined
  readonly role?: User['role'] | undefined
  readonly isBanned?: boolean | undefined
}

/** A page of users, in the order of their ids. */
export interface UserPage {
  readonly items: readonly User[]
  /** The id after which the next page begins; absent at the end. */
  readonly next?: string
}

const columns = ['id', 'name', 'email', 'role', 'banned', 'createdAt'] as const

/** The tables that hold rows of a user beside their account. */
const tablesOfUser = [
  ['apikey', 'referenceId'],
  ['member', 'userId'],
  ['account', 'userId'],
] as const

/** The users in the database. */
export class UserDirectory {
  readonly #database: Kysely<AccountTables>

  constructor(database: Kysely<AccountTables>) {
    this.#database = database
  }

  /** Resolves to a user, or `undefined` when there is none of this id. */
  find(id: string): Promise<User | undefined> {
    return this.#findBy('id', id)
  }

  /** Resolves to the user with an e-mail address, whatever its case. */
  findByEmail(email: string): Promise<User | undefined> {
    return this.#findBy('email', email.toLowerCase())
  }

  /** Returns a page of users by their ids. */
  async page({
    limit,
    after,
  }: {
    readonly limit: number
    readonly after?: string | undefined
  }): Promise<UserPage> {
    let query = this.#database
      .selectFrom('user')
      .select(columns)
      .orderBy('id')
      .limit(limit + 1)
    if (after !== undefined) query = query.where('id', '>', after)
    const items = (await query.execute()).map(toUser)
    const last = items.length > limit ? items[limit - 1] : undefined
    return last ? { items: items.slice(0, limit), next: last.id } : { items }
  }

  /** Changes a user. */
  async change(id: string, { name, role, isBanned }: UserChanges): Promise<void> {
    const row = { name, role, banned: isBanned, updatedAt: new Date() }
    await this.#database.updateTable('user').set(row).where('id', '=', id).execute()
  }

  /** Removes a user with their keys, memberships and passwords. */
  async remove(id: string): Promise<void> {
    await this.#database.transaction().execute(async (transaction) => {
      for (const [table, column] of tablesOfUser)
        await transaction.deleteFrom(table).where(column, '=', id).execute()
      await transaction.deleteFrom('user').where('id', '=', id).execute()
    })
  }

  async #findBy(column: 'id' | 'email', value: string): Promise<User | undefined> {
    const row = await this.#database
      .selectFrom('user')
      .select(columns)
      .where(column, '=', value)
      .executeTakeFirst()
    return row && toUser(row)
  }
}

// biome-ignore lint/suspicious/noExplicitAny: better-auth's tables have no types
const toUser = ({ id, name, email, role, banned, createdAt }: any): User => ({
  id,
  name,
  email,
  role: role === 'admin' ? 'admin' : 'user',
  isBanned: banned ?? false,
  createdAt: new Date(createdAt).toISOString(),
})
