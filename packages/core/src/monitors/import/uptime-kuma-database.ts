import type { Database } from 'sql.js'
import { ValidationError } from '../../errors/index.js'
import { maxImportedMonitors } from './imported-monitor.js'

/** The maximum size of a database, in bytes. Nearly all of it is the history of checks. */
const maxBytes = 256 * 2 ** 20

/** The maximum number of rows of a table, and of the characters of all texts together. */
const maxRows = 20 * maxImportedMonitors
const maxChars = 4 * 2 ** 20

/** The first bytes of each database (SQLite, "Database File Format", section 1.3.1). */
const magic = 'SQLite format 3\0'

type Row = Readonly<Record<string, unknown>>

/**
 * Reads the monitors, their tags and proxies from the database `kuma.db` of Uptime Kuma 1 or 2, as a backup has them. Only
 * tables are read, in which nothing is computed: views and generated columns of a stranger could take any time.
 *
 * @throws `ValidationError` when it is no such database, is too large, or the package `sql.js` is not installed.
 */
export async function readKumaTables(bytes: Uint8Array): Promise<object> {
  if (bytes.length > maxBytes)
    throw refused(
      `expected a database of up to ${maxBytes} bytes; delete its heartbeats in a copy, then VACUUM`,
    )
  if (Buffer.from(bytes.subarray(0, magic.length)).toString('latin1') !== magic)
    throw refused('expected the database kuma.db of Uptime Kuma')
  const database = await open(bytes)
  try {
    const monitors = rowsOf(database, 'monitor')
    if (!monitors) throw refused('expected the database kuma.db of Uptime Kuma: it has no table `monitor`')
    const tags = tagsByMonitor(rowsOf(database, 'tag') ?? [], rowsOf(database, 'monitor_tag') ?? [])
    return {
      monitorList: monitors.map((row) => ({ ...named(row), tags: tags.get(Number(row.id)) ?? [] })),
      proxyList: rowsOf(database, 'proxy') ?? [],
      // Their secrets stay where they are.
      notificationList: rowsOf(database, 'notification', 'id') ?? [],
      statusPageList: rowsOf(database, 'status_page', 'id') ?? [],
    }
  } catch (error) {
    // What the library says of a broken file may quote it.
    throw error instanceof ValidationError
      ? error
      : refused('expected a database that can be read to its end')
  } finally {
    database.close()
  }
}

const refused = (message: string): ValidationError =>
  new ValidationError('monitors.import', [{ path: 'text', message }])

async function open(bytes: Uint8Array): Promise<Database> {
  const { default: load } = await import('sql.js').catch(() => {
    throw refused(
      "install 'sql.js' beside @telltale/core, which reads databases; or give the monitors as JSON",
    )
  })
  const { Database } = await load()
  const copy = new Uint8Array(bytes)
  // It was written with a write-ahead log, of which this library knows nothing (file format, section 1.3.3).
  copy.fill(1, 18, 20)
  return new Database(copy)
}

/** Returns the rows of a table. `undefined` when there is none. */
function rowsOf(database: Database, table: string, columns = '*'): readonly Row[] | undefined {
  const [found] = select(database, `SELECT type, sql FROM sqlite_master WHERE name = '${table}'`)
  if (!found) return undefined
  const [hidden] = select(database, `SELECT name FROM pragma_table_xinfo('${table}') WHERE hidden <> 0`)
  if (found.type !== 'table' || /^\s*CREATE\s+VIRTUAL/i.test(String(found.sql)) || hidden)
    throw refused(`expected the table \`${table}\` as Uptime Kuma makes it`)
  const rows = select(database, `SELECT ${columns} FROM "${table}" LIMIT ${maxRows + 1}`)
  if (rows.length > maxRows) throw refused(`expected up to ${maxRows} rows in the table \`${table}\``)
  return rows
}

function select(database: Database, sql: string): readonly Row[] {
  const statement = database.prepare(sql)
  const rows: Row[] = []
  let chars = 0
  try {
    while (statement.step()) {
      const row: Row = statement.getAsObject()
      for (const value of Object.values(row))
        chars += typeof value === 'string' || value instanceof Uint8Array ? value.length : 0
      if (chars > maxChars) throw refused(`expected tables of up to ${maxChars} characters`)
      rows.push(row)
    }
    return rows
  } finally {
    statement.free()
  }
}

/** Returns a monitor under the names of a backup, in which most columns are in camel case. */
function named(row: Row): Row {
  const known = Object.entries(row).filter(([, value]) => value !== null)
  const inCamelCase = known.map(([name, value]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ])
  return {
    ...Object.fromEntries([...known, ...inCamelCase]),
    accepted_statuscodes: row.accepted_statuscodes_json,
  }
}

function tagsByMonitor(tags: readonly Row[], given: readonly Row[]): ReadonlyMap<number, readonly Row[]> {
  const names = new Map(tags.map(({ id, name }) => [id, name]))
  const found = new Map<number, Row[]>()
  for (const { monitor_id: monitor, tag_id: tag, value } of given) {
    const name = names.get(tag)
    if (name === undefined) continue
    const own = found.get(Number(monitor)) ?? []
    own.push({ name, value })
    found.set(Number(monitor), own)
  }
  return found
}
