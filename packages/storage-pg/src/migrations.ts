import { createHash } from 'node:crypto'
import { StorageError } from '@telltale/core'
import type { Session } from './driver.js'
import { migrationTexts } from './migration-texts.js'

/** One migration, as a file of `migrations/` holds it. */
export interface Migration {
  /** The name of the file without its extension, such as `0001_tables`. */
  readonly name: string
  readonly statements: readonly string[]
  /** The SHA-256 of the statements, in hexadecimal. */
  readonly hash: string
}

/** Parses the text of a migration. A semicolon and an empty line separate its statements. */
export function readMigration(name: string, text: string): Migration {
  const statements = text
    .replace(/^--.*\n/gm, '')
    .split(/;\s*\n\n|;\s*$/)
    .map((statement) => statement.trim())
    .filter(Boolean)
  return { name, statements, hash: createHash('sha256').update(statements.join(';\n\n')).digest('hex') }
}

/** The migrations of this version, in order. They are code, so that a bundle of the host carries them. */
export const ownMigrations: readonly Migration[] = Object.entries(migrationTexts).map(([name, text]) =>
  readMigration(name, text),
)

/** The migrations that a schema has, and those it lacks. */
export interface MigrationState {
  /** The names of the applied migrations. */
  readonly applied: readonly string[]
  readonly pending: readonly Migration[]
}

/**
 * Reads which migrations were applied to a schema.
 *
 * @throws `StorageError` when another version of this library has migrated it.
 */
export async function readJournal(
  session: Session,
  schema: string,
  migrations: readonly Migration[],
): Promise<MigrationState> {
  const { rows: found } = await session.run({
    text: `select 1 from pg_tables where schemaname = $1::text and tablename = 'telltale__migrations'`,
    values: [schema],
  })
  if (found.length === 0) return { applied: [], pending: migrations }
  const { rows } = await session.run({ text: `select name, hash from ${journalOf(schema)} order by name` })
  const known = new Map(migrations.map((migration) => [migration.name, migration]))
  for (const [name, hash] of rows) {
    const migration = known.get(String(name))
    if (!migration)
      throw new StorageError(
        `the schema '${schema}' was migrated by a later version of @telltale/storage-pg (${name}); install that version, or name another \`schema\``,
      )
    if (migration.hash !== hash)
      throw new StorageError(
        `the migration ${name} of the schema '${schema}' is not the one of this version of @telltale/storage-pg; install the version that made it, or name another \`schema\``,
      )
  }
  const applied = rows.map(([name]) => String(name))
  return { applied, pending: migrations.filter(({ name }) => !applied.includes(name)) }
}

const journalOf = (schema: string): string => `"${schema.replaceAll('"', '""')}".telltale__migrations`

/** Applies and records the migrations that a schema lacks, in the current transaction. Returns their names. */
export async function applyMigrations(
  session: Session,
  schema: string,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  const { pending } = await readJournal(session, schema, migrations)
  await session.run({
    text: `create table if not exists ${journalOf(schema)}
      (name text primary key, hash text not null, applied_at timestamptz not null default now())`,
  })
  for (const { name, statements, hash } of pending) {
    for (const text of statements) await session.run({ text })
    await session.run({
      text: `insert into ${journalOf(schema)} (name, hash) values ($1::text, $2::text)`,
      values: [name, hash],
    })
  }
  return pending.map(({ name }) => name)
}
