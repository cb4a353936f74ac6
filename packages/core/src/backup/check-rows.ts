import type { z } from 'zod'
import {
  type Columns,
  type DumpedRow,
  readRecord,
  readRow,
  recordColumns,
  rowColumns,
} from '../ports/index.js'
import { telltaleTables } from '../records/tables.js'
import { refusedBackup } from '../runtime/backup-format/index.js'
import type { RowSchemas } from '../runtime/row-schemas.js'
import { dayMs } from '../time/index.js'
import { createRowOrder } from './row-order.js'

/** The conditions that the rows of a backup have to meet. */
export interface RowConditions {
  /** The schemas of the rows of each table. */
  readonly schemas: RowSchemas
  /** The time now, in epoch milliseconds. */
  readonly now: number
  /** Returns whether this is the name of an owner. */
  readonly isOwner: (ownerId: unknown) => boolean
  /** The only owner whose rows are allowed; absent for every owner. */
  readonly ownerId?: string
}

interface KnownTable {
  readonly read: typeof readRow
  readonly columns: Columns
  readonly schema: z.ZodType
}

const counterColumns: Columns = {
  ownerId: { type: 'text' },
  key: { type: 'text' },
  value: { type: 'real' },
  resetAt: { type: 'time', optional: true },
  reservedAt: { type: 'time', optional: true },
}

/** The time by which a clock that wrote a backup may be ahead. */
const maxAheadMs = dayMs

/** The columns whose times may lie ahead, each with the furthest one. Counters are reset at the end of a month at most. */
const aheadMs: Readonly<Record<string, number>> = {
  dueAt: Number.POSITIVE_INFINITY,
  certificateExpiresAt: Number.POSITIVE_INFINITY,
  resetAt: 32 * dayMs,
  reservedAt: 2 * dayMs,
}

/** Returns the tables whose rows a backup may hold: those that a schema is for. Secrets are in none. */
function knownTables(schemas: RowSchemas): ReadonlyMap<string, KnownTable> {
  const known = new Map<string, KnownTable>()
  const add = (kind: DumpedRow['kind'], name: string, table: Omit<KnownTable, 'schema'>) => {
    const schema = schemas[name]
    if (schema) known.set(`${kind} ${name}`, { ...table, schema })
  }
  for (const shape of telltaleTables.collections)
    add('collection', shape.name, { read: readRecord, columns: recordColumns(shape) })
  for (const shape of telltaleTables.series)
    add('series', shape.name, { read: readRow, columns: rowColumns(shape) })
  add('counter', 'counters', { read: readRow, columns: counterColumns })
  return known
}

/**
 * Returns a function that checks one row of a backup after the other: that its table is known, its columns fit, its values
 * are ones that Telltale itself stores, and that it comes after the one before.
 *
 * @throws `ValidationError` that names the line, the table, the row and the field.
 */
export function createRowCheck(conditions: RowConditions): (dumped: DumpedRow, line: number) => void {
  const tables = knownTables(conditions.schemas)
  const isInOrder = createRowOrder()
  return ({ kind, name, row }, line) => {
    const table = tables.get(`${kind} ${name}`)
    const refuse = (problem: string, cause?: unknown) =>
      refusedBackup(`cannot be imported: line ${line}, ${placeOf(name, row)}: ${problem}`, cause)
    if (!table) throw refuse(`this version of Telltale does not know the ${kind} '${name}'`)
    try {
      table.read(name, table.columns, row)
    } catch (cause) {
      throw refuse(`holds what this version of Telltale does not know (${(cause as Error).message})`, cause)
    }
    const problem =
      ownerProblem(kind, row, conditions) ??
      timeProblem(table.columns, row, conditions.now) ??
      meaningProblem(table.schema, row) ??
      (isInOrder({ kind, name, row }) ? undefined : 'expected rows in the order of an export, each once')
    if (problem !== undefined) throw refuse(problem)
  }
}

/** Returns the name of a row for messages. */
function placeOf(name: string, row: DumpedRow['row']): string {
  const { id, key } = Object(row)
  const label = typeof id === 'string' ? id : key
  return typeof label === 'string' ? `${name} ${label.slice(0, 60)}` : name
}

function ownerProblem(
  kind: DumpedRow['kind'],
  { ownerId }: DumpedRow['row'],
  conditions: RowConditions,
): string | undefined {
  if (conditions.ownerId !== undefined)
    return ownerId === conditions.ownerId
      ? undefined
      : `ownerId: expected only rows of ${conditions.ownerId}, whose backup is imported`
  // Only counters are kept for nobody: of pages that are read for everybody.
  if (conditions.isOwner(ownerId) || (ownerId === 'shared' && kind === 'counter')) return undefined
  return 'ownerId: expected the name of an owner'
}

function timeProblem(columns: Columns, row: DumpedRow['row'], now: number): string | undefined {
  for (const [name, { type }] of Object.entries(columns)) {
    const value = row[name]
    if (type !== 'time' || typeof value !== 'number') continue
    if (value > now + (aheadMs[name] ?? maxAheadMs))
      return `${name}: ${new Date(value).toISOString()} lies ahead; look at the clock of this machine`
  }
  return undefined
}

function meaningProblem(schema: z.ZodType, row: DumpedRow['row']): string | undefined {
  const { error } = schema.safeParse(row)
  if (!error) return undefined
  const issues = error.issues.map(({ path, message }) => [path.map(String).join('.'), message].join(': '))
  return issues.slice(0, 5).join('; ')
}
