import { readdirSync } from 'node:fs'
import pg from 'pg'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { run } from './run.js'

const DATABASE_URL = inject('connectionString')
const pool = new pg.Pool({ connectionString: DATABASE_URL })
afterAll(() => pool.end())
const schemaOf = (name: string) => `cli ${name} ${process.pid}`

/** The names of the migrations, by their files. */
const migrations = readdirSync(new URL('../../migrations', import.meta.url))
  .sort()
  .map((file) => file.replace('.sql', ''))

async function ask(...args: string[]) {
  const out: string[] = []
  const errors: string[] = []
  const terminal = {
    env: { DATABASE_URL },
    out: (text: string) => void out.push(text),
    error: (text: string) => void errors.push(text),
  }
  const exitCode = await run(args, terminal)
  return { exitCode, out: out.join('\n'), errors: errors.join('\n') }
}

describe('telltale-pg', () => {
  it('plans, migrates and examines a schema', async () => {
    const schema = schemaOf('all')
    const planned = await ask('plan', '--schema', schema)
    expect(planned).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('create table if not exists "monitors"'),
    })
    expect(await ask('doctor', '--schema', schema)).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining(`PROBLEM migrations: run telltale-pg migrate: ${migrations.join(', ')}`),
    })
    expect(await ask('migrate', '--schema', schema)).toEqual({
      exitCode: 0,
      out: migrations.map((name) => `applied ${name}`).join('\n'),
      errors: '',
    })
    expect(await ask('migrate', '--schema', schema)).toMatchObject({
      exitCode: 0,
      out: expect.stringContaining('up to date'),
    })
    expect(await ask('plan', '--schema', schema)).toMatchObject({ exitCode: 0 })
    expect(await ask('doctor', '--schema', schema)).toMatchObject({
      exitCode: 0,
      out: expect.not.stringContaining('PROBLEM'),
    })
  })

  it('answers in JSON', async () => {
    const schema = schemaOf('json')
    const { out } = await ask('plan', '--json', '--schema', schema)
    expect(JSON.parse(out)).toMatchObject({
      schema,
      applied: [],
      pending: migrations.map((name) => ({ name })),
    })
    expect(JSON.parse((await ask('migrate', '--json', '--schema', schema)).out)).toEqual({
      schema,
      applied: migrations,
    })
    expect(JSON.parse((await ask('doctor', '--json', '--schema', schema)).out).checks[0]).toMatchObject({
      name: 'server',
      ok: true,
    })
  })

  it('says what is wrong with a schema whose table lacks a column', async () => {
    const schema = schemaOf('column')
    await ask('migrate', '--schema', schema)
    await pool.query(`alter table "${schema}".monitors drop column region`)
    expect(await ask('doctor', '--schema', schema)).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('PROBLEM tables'),
    })
    expect(await ask('plan', '--schema', schema)).toMatchObject({
      exitCode: 3,
      out: expect.stringContaining('alter table "monitors" add column if not exists "region"'),
    })
  })

  it('fails with 1 where there is no server, or another version was at work', async () => {
    const away = await ask('plan', '--url', 'postgres://nobody@127.0.0.1:1/none', '--json')
    expect(away).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('the connection to PostgreSQL failed'),
    })
    expect(JSON.parse(away.out)).toMatchObject({ error: away.errors })
    const schema = schemaOf('later')
    await ask('migrate', '--schema', schema)
    await pool.query(`insert into "${schema}".telltale__migrations (name, hash) values ('9999_future', 'x')`)
    expect(await ask('migrate', '--schema', schema)).toMatchObject({
      exitCode: 1,
      errors: expect.stringContaining('9999_future'),
    })
  })

  it.each([[[]], [['repair']], [['plan', 'more']], [['plan', '--colour']]])(
    'exits with 2 when it is called as %j',
    async (args) => {
      expect(await ask(...args)).toMatchObject({
        exitCode: 2,
        errors: expect.stringContaining('telltale-pg <plan'),
      })
    },
  )

  it('names its commands when asked for help', async () => {
    expect(await ask('--help')).toMatchObject({ exitCode: 0, out: expect.stringContaining('doctor') })
  })
})
