import { lockSchema } from './advisory-locks.js'
import type { Session } from './driver.js'
import { applyMigrations, type Migration, readMigrations } from './migrations.js'
import { ensurePartitionsAhead } from './partitions.js'
import { quote, type SqlTable } from './sql.js'
import { columnStatements, tableStatements } from './table-statements.js'

/**
 * Makes a schema what this version needs, one process at a time: by the migrations it lacks, and then by the
 * definitions of tables that no migration knows, such as a host's own; and with partitions of series for this month and
 * the next one, so that no append has to make any. Resolves to the names of what was applied.
 */
export async function migrate(
  session: Session,
  schema: string,
  tables: readonly SqlTable[],
  migrations?: readonly Migration[],
): Promise<readonly string[]> {
  const known = migrations ?? (await readMigrations())
  await lockSchema(session, schema)
  await session.run({ text: `create schema if not exists ${quote(schema)}` })
  await session.run({ text: `set local search_path to ${quote(schema)}` })
  const applied = await applyMigrations(session, schema, known)
  for (const text of await lackingStatements(session, schema, tables)) await session.run({ text })
  for (const table of tables) if (table.kind === 'series') await ensurePartitionsAhead(session, table)
  return applied
}

/** What is to be run for the tables and columns of these definitions that a schema lacks. */
export async function lackingStatements(
  session: Session,
  schema: string,
  tables: readonly SqlTable[],
): Promise<readonly string[]> {
  const { rows } = await session.run({
    text: `select table_name, column_name from information_schema.columns where table_schema = $1::text`,
    values: [schema],
  })
  const there = new Map<string, Set<string>>()
  for (const [table, column] of rows)
    if (table && column) there.set(table, (there.get(table) ?? new Set()).add(quote(column)))
  return tables.flatMap((table) => {
    const columns = there.get(table.shape.name)
    if (!columns) return tableStatements(table)
    if (table.columns.every(({ name }) => columns.has(name))) return []
    const [, ...others] = tableStatements(table)
    return [...columnStatements(table), ...others]
  })
}
