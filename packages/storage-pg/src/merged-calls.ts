import type { Row } from '@telltale/core/ports'
import type { Session } from './driver.js'
import { makePartitions, monthsWithoutPartition } from './partitions.js'
import {
  type CheckedWrite,
  getRecords,
  type RecordPlace,
  type WriteOutcome,
  writeRecords,
} from './records.js'
import { type Reservation, reserveMany } from './reservations.js'
import { appendRows } from './rows.js'
import type { SqlTable } from './sql.js'

interface Asked<Kind, Question, Answer> {
  readonly kind: Kind
  readonly table?: SqlTable
  readonly question: Question
  readonly resolve: (answer: Answer) => void
}

/** One call of a member of a group, which waits for those of the others. */
export type WaitingCall =
  | (Asked<'get', RecordPlace, Row | undefined> & { readonly table: SqlTable })
  | (Asked<'write', readonly CheckedWrite[], readonly WriteOutcome[]> & { readonly table: SqlTable })
  | (Asked<'append', readonly Row[], number> & { readonly table: SqlTable })
  | Asked<'reserve', Reservation, number>
  | Asked<'read', (session: Session) => Promise<unknown>, unknown>

/** Thrown where what one member did may be why another one's call came out as it did. */
export const notIndependent = new Error('the members of a group depend on each other')

type CallOf<Kind> = Extract<WaitingCall, { readonly kind: Kind }>

/** Makes the calls of many, merged into one statement for each table and kind, and gives each its answer. */
export async function makeCalls(
  session: Session,
  schema: string,
  calls: readonly WaitingCall[],
): Promise<void> {
  const ofKind = <Kind extends WaitingCall['kind']>(kind: Kind) =>
    calls.filter((call): call is CallOf<Kind> => call.kind === kind)
  for (const some of byTable(ofKind('get'))) await getAll(session, some)
  for (const { question, resolve } of ofKind('read')) resolve(await question(session))
  for (const some of byTable(ofKind('write'))) await writeAll(session, some)
  for (const some of byTable(ofKind('append'))) await appendAll(session, some)
  const reservations = ofKind('reserve')
  if (reservations.length === 0) return
  const times = await reserveMany(
    session,
    schema,
    reservations.map(({ question }) => question),
  )
  for (const [index, { resolve }] of reservations.entries()) resolve(Number(times[index]))
}

interface OfTable<Call> {
  readonly table: SqlTable
  readonly calls: Call[]
}

function byTable<Call extends { readonly table: SqlTable }>(calls: readonly Call[]): Iterable<OfTable<Call>> {
  const tables = new Map<SqlTable, OfTable<Call>>()
  for (const call of calls) {
    const { table } = call
    const same = tables.get(table) ?? { table, calls: [] }
    same.calls.push(call)
    tables.set(table, same)
  }
  return tables.values()
}

async function getAll(session: Session, { table, calls }: OfTable<CallOf<'get'>>): Promise<void> {
  const records = await getRecords(
    session,
    table,
    calls.map(({ question }) => question),
  )
  for (const [index, { resolve }] of calls.entries()) resolve(records[index])
}

/** Updates go before inserts: members touch different records, so that their order does not matter. */
async function writeAll(session: Session, { table, calls }: OfTable<CallOf<'write'>>): Promise<void> {
  const kindOf = ({ question }: CallOf<'write'>) => (question[0]?.kind === 'update' ? 0 : 1)
  const inOrder = calls.toSorted((left, right) => kindOf(left) - kindOf(right))
  const outcomes = await writeRecords(
    session,
    table,
    inOrder.flatMap(({ question }) => question),
  )
  // The key may have been taken by another member.
  if (outcomes.some((outcome) => !outcome.ok && outcome.reason === 'unique')) throw notIndependent
  let from = 0
  for (const { question, resolve } of inOrder) {
    resolve(outcomes.slice(from, from + question.length))
    from += question.length
  }
}

async function appendAll(session: Session, { table, calls }: OfTable<CallOf<'append'>>): Promise<void> {
  const rows = calls.flatMap(({ question }) => question)
  await makePartitions(session, table, monthsWithoutPartition(table, rows))
  // Which ones were there already, and so how many of each member are new, is not known.
  if ((await appendRows(session, table, rows)) !== rows.length) throw notIndependent
  for (const { question, resolve } of calls) resolve(question.length)
}
