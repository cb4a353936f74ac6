import type { Row } from '@telltale/core/ports'
import type { Session } from '../driver.js'
import { ensurePartitions, unknownMonths } from '../partitions.js'
import { type CheckedWrite, getRecords, type RecordKey, type WriteOutcome, writeRecords } from '../records.js'
import { type Reservation, reserveSlots } from '../reservations.js'
import { appendRows } from '../rows.js'
import type { SqlTable } from '../sql.js'

interface Operation<Kind, Input, Result> {
  readonly kind: Kind
  readonly table?: SqlTable
  readonly input: Input
  readonly resolve: (result: Result) => void
}

/** One operation of a participant, which waits to be run with those of the others. */
export type PendingOperation =
  | (Operation<'get', RecordKey, Row | undefined> & { readonly table: SqlTable })
  | (Operation<'write', readonly CheckedWrite[], readonly WriteOutcome[]> & { readonly table: SqlTable })
  | (Operation<'append', readonly Row[], number> & { readonly table: SqlTable })
  | Operation<'reserve', Reservation, number>
  | Operation<'read', (session: Session) => Promise<unknown>, unknown>

/** The error of a group in which the work of one participant may have changed the result of another one. */
export const notIndependentError = new Error('the participants of a group depend on each other')

type OfKind<Kind> = Extract<PendingOperation, { readonly kind: Kind }>

/** Runs operations, merged into one statement for each table and kind, and resolves each with its result. */
export async function runMerged(
  session: Session,
  schema: string,
  operations: readonly PendingOperation[],
): Promise<void> {
  const ofKind = <Kind extends PendingOperation['kind']>(kind: Kind) =>
    operations.filter((operation): operation is OfKind<Kind> => operation.kind === kind)
  for (const batch of byTable(ofKind('get'))) await getAll(session, batch)
  for (const { input, resolve } of ofKind('read')) resolve(await input(session))
  for (const batch of byTable(ofKind('write'))) await writeAll(session, batch)
  for (const batch of byTable(ofKind('append'))) await appendAll(session, batch)
  const reservations = ofKind('reserve')
  if (reservations.length > 0) await reserveAll(session, schema, reservations)
}

interface TableBatch<Operation> {
  readonly table: SqlTable
  readonly operations: Operation[]
}

function byTable<Operation extends { readonly table: SqlTable }>(
  operations: readonly Operation[],
): Iterable<TableBatch<Operation>> {
  const batches = new Map<SqlTable, TableBatch<Operation>>()
  for (const operation of operations) {
    const { table } = operation
    const batch = batches.get(table) ?? { table, operations: [] }
    batch.operations.push(operation)
    batches.set(table, batch)
  }
  return batches.values()
}

async function getAll(session: Session, { table, operations }: TableBatch<OfKind<'get'>>): Promise<void> {
  const keys = operations.map(({ input }) => input)
  const records = await getRecords(session, table, keys)
  for (const [index, { resolve }] of operations.entries()) resolve(records[index])
}

/** Runs updates before inserts. Participants write different records, so that their order does not matter. */
async function writeAll(session: Session, { table, operations }: TableBatch<OfKind<'write'>>): Promise<void> {
  const rank = ({ input }: OfKind<'write'>) => (input[0]?.kind === 'update' ? 0 : 1)
  const ordered = operations.toSorted((left, right) => rank(left) - rank(right))
  const writes = ordered.flatMap(({ input }) => input)
  const outcomes = await writeRecords(session, table, writes)
  // Another participant may have taken the key.
  if (outcomes.some((outcome) => !outcome.ok && outcome.reason === 'unique')) throw notIndependentError
  let from = 0
  for (const { input, resolve } of ordered) {
    resolve(outcomes.slice(from, from + input.length))
    from += input.length
  }
}

async function appendAll(
  session: Session,
  { table, operations }: TableBatch<OfKind<'append'>>,
): Promise<void> {
  const rows = operations.flatMap(({ input }) => input)
  await ensurePartitions(session, table, unknownMonths(table, rows))
  // When some rows were there already, the number of new ones of each participant is unknown.
  if ((await appendRows(session, table, rows)) !== rows.length) throw notIndependentError
  for (const { input, resolve } of operations) resolve(input.length)
}

async function reserveAll(session: Session, schema: string, operations: readonly OfKind<'reserve'>[]) {
  const reservations = operations.map(({ input }) => input)
  const times = await reserveSlots(session, schema, reservations)
  for (const [index, { resolve }] of operations.entries()) resolve(Number(times[index]))
}
