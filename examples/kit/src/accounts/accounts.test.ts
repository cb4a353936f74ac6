import { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { PGliteDialect } from 'kysely-pglite-dialect'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { AccountTables } from '../database/open-database.js'
import { AccessTokens } from './access-tokens.js'
import { type Accounts, openAccounts } from './accounts.js'
import { Identities } from './identify.js'

let pglite: PGlite
let database: Kysely<AccountTables>
let accounts: Accounts
const publicUrl = 'http://127.0.0.1:3000'

beforeAll(async () => {
  pglite = await PGlite.create()
  database = new Kysely({ dialect: new PGliteDialect(pglite as never) })
  const secret = 'the secret of these tests, long enough'
  accounts = await openAccounts({ database, secret, publicUrl, origins: [], isLimited: true })
}, 60_000)
afterAll(() => pglite.close())

/** Asks better-auth as the server does. */
const ask = (path: string, body: object, headers: Record<string, string> = {}) =>
  accounts.auth.handler(
    new Request(`${publicUrl}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: publicUrl, ...headers },
      body: JSON.stringify(body),
    }),
  )
const ana = { name: 'Ana', email: 'ana@shop.example', password: 'the password of ana' }
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''

it('neither a session nor a password lies in the database in clear, and a password is slow to guess', async () => {
  const cookie = cookieOf(await ask('/sign-up/email', ana))
  const token = decodeURIComponent(cookie.split('=')[1] ?? '').split('.')[0] ?? ''
  expect(token.length).toBeGreaterThanOrEqual(32)
  const { rows: tables } = await pglite.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public'`,
  )
  let text = ''
  for (const { name } of tables) {
    const { rows } = await pglite.query<{ row: string }>(`select to_json(t)::text as row from "${name}" as t`)
    text += rows.map(({ row }) => row).join('\n')
  }
  expect(text).toContain(ana.email)
  expect(text).not.toContain(token)
  expect(text).not.toContain(Buffer.from(token).toString('hex'))
  expect(text).not.toContain(ana.password)
  expect(text).toMatch(/\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

it('a session that ends in one process ends in the others within a second', async () => {
  const cookie = cookieOf(await ask('/sign-in/email', ana))
  const tokens = new AccessTokens(['the secret of access tokens, of these tests'])
  const elsewhere = new Identities({ auth: accounts.auth, database, tokens })
  const headers = new Headers({ cookie })
  expect(await elsewhere.identify(headers)).toMatchObject({ email: ana.email, by: 'session' })
  await ask('/sign-out', {}, { cookie })
  await vi.waitFor(async () => expect(await elsewhere.identify(headers)).toBeUndefined(), { timeout: 10_000 })
})

it('an address may try five passwords a minute', async () => {
  const headers = { 'x-telltale-address': '203.0.113.7' }
  const attempt = async () =>
    (await ask('/sign-in/email', { ...ana, password: 'a wrong one' }, headers)).status
  const statuses = []
  for (let count = 0; count < 7; count++) statuses.push(await attempt())
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
  const elsewhere = { 'x-telltale-address': '203.0.113.8' }
  expect((await ask('/sign-in/email', ana, elsewhere)).status).toBe(200)
})
