import { telltaleTables } from '@telltale/core/tables'
import type { Driver, Session } from '../driver.js'
import { lackingStatements, migrate } from '../migrate.js'
import { readJournal, readMigrations } from '../migrations.js'
import { monthOf } from '../months.js'
import { partitionsOf } from '../partitions.js'
import { sqlTable } from '../sql.js'

/** What a command found, and whether all is well. */
export interface Finding {
  /** 0 where all is well or done, 3 where something is to be done. */
  readonly exitCode: 0 | 3
  /** For programs. */
  readonly json: object
  /** For people. */
  readonly lines: readonly string[]
}

/** A command, over a database and a schema of it. */
export type Command = (driver: Driver, schema: string) => Promise<Finding>

const tablesOf = (schema: string) =>
  [...telltaleTables.collections, ...telltaleTables.series].map((shape) => sqlTable(schema, shape))

/** What a schema lacks: migrations, and what no migration of this version makes. */
async function lacking(session: Session, schema: string) {
  const migrations = await readMigrations()
  const { applied, pending } = await readJournal(session, schema, migrations)
  const beyond = pending.length > 0 ? [] : await lackingStatements(session, schema, tablesOf(schema))
  return { applied, pending, beyond }
}

/** Says which migrations would be applied, with their statements; changes nothing. */
const plan: Command = async (driver, schema) => {
  const { applied, pending, beyond } = await lacking(driver.autocommit, schema)
  const steps = [
    ...pending.map(({ name, statements }) => ({ name, statements })),
    ...(beyond.length > 0 ? [{ name: 'definitions', statements: beyond }] : []),
  ]
  return {
    exitCode: steps.length > 0 ? 3 : 0,
    json: { schema, applied, pending: steps },
    lines: [
      `schema ${schema}: ${applied.length} applied, ${steps.length} to be applied`,
      ...steps.flatMap(({ name, statements }) => [`-- ${name}`, ...statements.map((text) => `${text};`)]),
    ],
  }
}

/** Applies what a schema lacks. */
const migrateSchema: Command = async (driver, schema) => {
  const applied = await driver.transact('read committed', (session) =>
    migrate(session, schema, tablesOf(schema)),
  )
  const lines =
    applied.length > 0 ? applied.map((name) => `applied ${name}`) : [`schema ${schema} is up to date`]
  return { exitCode: 0, json: { schema, applied }, lines }
}

/** The oldest PostgreSQL that the storage runs on. */
const oldestServer = 150_000

/** Looks whether a storage can work: the server's version, the migrations, the tables, and partitions for this month. */
const doctor: Command = async (driver, schema) => {
  const { rows } = await driver.autocommit.run({
    text: `select current_setting('server_version_num'), version()`,
  })
  const [number, version] = rows[0] ?? []
  const { applied, pending, beyond } = await lacking(driver.autocommit, schema)
  const checks = [
    { name: 'server', ok: Number(number) >= oldestServer, detail: String(version) },
    {
      name: 'migrations',
      ok: pending.length === 0,
      detail:
        pending.length === 0
          ? `${applied.length} applied`
          : `run telltale-pg migrate: ${pending.map(({ name }) => name).join(', ')}`,
    },
    {
      name: 'tables',
      ok: beyond.length === 0,
      detail:
        beyond.length === 0 ? 'as this version needs them' : 'run telltale-pg migrate: some are missing',
    },
    ...(applied.length > 0 ? await seriesChecks(driver.autocommit, schema) : []),
  ]
  return {
    exitCode: checks.every(({ ok }) => ok) ? 0 : 3,
    json: { schema, checks },
    lines: checks.map(({ name, ok, detail }) => `${ok ? 'ok     ' : 'PROBLEM'} ${name}: ${detail}`),
  }
}

async function seriesChecks(session: Session, schema: string) {
  const checks: { readonly name: string; readonly ok: boolean; readonly detail: string }[] = []
  const month = monthOf(Date.now())
  for (const table of tablesOf(schema).filter(({ kind }) => kind === 'series')) {
    const bounds = await partitionsOf(session, table)
    const isThere = bounds?.some(({ from, to }) => from <= month.from && month.to <= to)
    const detail = !bounds
      ? 'not partitioned: retention deletes row by row'
      : `${bounds.length} partitions${isThere ? '' : ', this month is made with its first row'}`
    checks.push({ name: table.shape.name, ok: true, detail })
  }
  return checks
}

/** The commands by name. */
export const commands: Readonly<Record<string, Command>> = { plan, migrate: migrateSchema, doctor }
