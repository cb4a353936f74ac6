import { lockSchema } from './advisory-locks.js'
import type { Session } from './driver.js'
import { applyMigrations, type Migration, ownMigrations } from './migrations.js'
import { ensurePartitionsAhead } from './partitions.js'
import { quote, type SqlTable } from './sql.js'
import { columnStatements, tableStatements } from './table-statements.js'

/**
 * Brings a schema to this version, one process at a time. Applies the migrations it lacks, then creates the tables and
 * columns that no migration knows, such as a host's own, and the partitions of series for this month and the next one.
 * Returns the names of the applied migrations.
 */
export async function migrate(
  session: Session,
  schema: string,
  tables: readonly SqlTable[],
  migrations: readonly Migration[] = ownMigrations,
): Promise<readonly string[]> {
  await lockSchema(session, schema)
  await session.run({ text: `create schema if not exists ${quote(schema)}` })
  await session.run({ text: `set local search_path to ${quote(schema)}` })
  const applied = await applyMigrations(session, schema, migrations)
  for (const text of await missingStatements(session, schema, tables)) await session.run({ text })
  for (const table of tables) if (table.kind === 'series') await ensurePartitionsAhead(session, table)
  return applied
}

/** Returns the statements that create the tables and columns of these definitions that a schema lacks. */
export async function missingStatements(
  session: Session,
  schema: string,
  tables: readonly SqlTable[],
): Promise<readonly string[]> {
  const { rows } = await session.run({
    text: `select table_name, column_name from information_schema.columns where table_schema = $1::text`,
    values: [schema],
  })
  const existing = new Map<string, Set<string>>()
  for (const [table, column] of rows)
    if (table && column) existing.set(table, (existing.get(table) ?? new Set()).add(quote(column)))
  return tables.flatMap((table) => {
    const columns = existing.get(table.shape.name)
    if (!columns) return tableStatements(table)
    if (table.columns.every(({ name }) => columns.has(name))) return []
    const [, ...others] = tableStatements(table)
    return [...columnStatements(table), ...others]
  })
}
