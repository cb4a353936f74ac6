import { telltaleTables } from '@telltale/core/tables'
import type { Driver, Session } from '../driver.js'
import { migrate, missingStatements } from '../migrate.js'
import { ownMigrations, readJournal } from '../migrations.js'
import { monthOf } from '../months.js'
import { partitionsOf } from '../partitions.js'
import { sqlTable } from '../sql.js'

/** The result of a command. */
export interface CommandResult {
  /** 0 when all is well, 3 when something remains to be done. */
  readonly exitCode: 0 | 3
  /** The output for programs. */
  readonly json: object
  /** The output for people. */
  readonly lines: readonly string[]
}

/** A command that looks at a schema of a database, or changes it. */
export type Command = (driver: Driver, schema: string) => Promise<CommandResult>

const tablesOf = (schema: string) =>
  [...telltaleTables.collections, ...telltaleTables.series].map((shape) => sqlTable(schema, shape))

/** Reads what a schema lacks: migrations, and tables or columns that no migration of this version creates. */
async function readState(session: Session, schema: string) {
  const { applied, pending } = await readJournal(session, schema, ownMigrations)
  const missing = pending.length > 0 ? [] : await missingStatements(session, schema, tablesOf(schema))
  return { applied, pending, missing }
}

/** Shows the migrations that would be applied, with their statements. Changes nothing. */
const plan: Command = async (driver, schema) => {
  const { applied, pending, missing } = await readState(driver.autocommit, schema)
  const steps = [
    ...pending.map(({ name, statements }) => ({ name, statements })),
    ...(missing.length > 0 ? [{ name: 'definitions', statements: missing }] : []),
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

/** Applies the migrations that a schema lacks. */
const migrateSchema: Command = async (driver, schema) => {
  const applied = await driver.transact('read committed', (session) =>
    migrate(session, schema, tablesOf(schema)),
  )
  const lines =
    applied.length > 0 ? applied.map((name) => `applied ${name}`) : [`schema ${schema} is up to date`]
  return { exitCode: 0, json: { schema, applied }, lines }
}

/** The oldest supported version of PostgreSQL, as `server_version_num`. */
const minServerVersion = 150_000

/** Checks the server's version, the migrations, the tables, and the partitions for this month. */
const doctor: Command = async (driver, schema) => {
  const { rows } = await driver.autocommit.run({
    text: `select current_setting('server_version_num'), version()`,
  })
  const [number, version] = rows[0] ?? []
  const { applied, pending, missing } = await readState(driver.autocommit, schema)
  const checks = [
    { name: 'server', ok: Number(number) >= minServerVersion, detail: String(version) },
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
      ok: missing.length === 0,
      detail:
        missing.length === 0 ? 'as this version needs them' : 'run telltale-pg migrate: some are missing',
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
    const partitions = await partitionsOf(session, table)
    const hasMonth = partitions?.some(({ from, to }) => from <= month.from && month.to <= to)
    const detail = !partitions
      ? 'not partitioned: retention deletes row by row'
      : `${partitions.length} partitions${hasMonth ? '' : ', this month is made with its first row'}`
    checks.push({ name: table.shape.name, ok: true, detail })
  }
  return checks
}

/** The commands of `telltale-pg`, by name. */
export const commands: Readonly<Record<string, Command>> = { plan, migrate: migrateSchema, doctor }
