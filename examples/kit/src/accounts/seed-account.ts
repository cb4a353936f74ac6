import type { Kysely } from 'kysely'
import type { AccountTables } from '../database/open-database.js'
import type { Auth, NewUser } from './accounts.js'

/** Makes an account unless there is one with its e-mail address. Resolves to its id, and to whether it is new. */
export async function seedAccount(
  auth: Auth,
  database: Kysely<AccountTables>,
  { name, email, password, role }: NewUser,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const find = () =>
    database.selectFrom('user').select('id').where('email', '=', email.toLowerCase()).executeTakeFirst()
  const known = await find()
  if (known) return { id: known.id as string, isNew: false }
  const { user } = await auth.api.createUser({ body: { name, email, password, role } })
  return { id: user.id, isNew: true }
}
