import type { Row } from '@telltale/core/ports'
import { lockPartitions } from './advisory-locks.js'
import type { Session } from './driver.js'
import { errorCode } from './failures.js'
import { type Month, monthOf } from './months.js'
import { partitionName, quote, type SqlTable, Values } from './sql.js'

/** The number of months after the current one whose partitions are made ahead. */
const monthsAhead = 1

/** Returns the months of these rows whose partitions this process has not seen. */
export function unknownMonths(table: SqlTable, rows: readonly Row[]): readonly Month[] {
  const missing = new Map<string, Month>()
  let last: Month | undefined
  for (const { at } of rows) {
    if (last && Number(at) >= last.from && Number(at) < last.to) continue
    last = monthOf(Number(at))
    if (!table.knownMonths.has(last.name)) missing.set(last.name, last)
  }
  return [...missing.values()]
}

/** Makes the partitions of this month and the next one, where they are missing. */
export const ensurePartitionsAhead = (session: Session, table: SqlTable): Promise<void> =>
  ensurePartitions(
    session,
    table,
    Array.from({ length: monthsAhead + 1 }, (_, later) => monthOf(Date.now(), later)),
  )

/**
 * Makes the partitions of these months where they are missing, in the current transaction. Each is made as a table of
 * its own and then attached, which blocks neither readers nor writers of the series.
 */
export async function ensurePartitions(session: Session, table: SqlTable, months: readonly Month[]) {
  if (months.length === 0) return
  const missing = await missingPartitions(session, table, months)
  if (missing.length > 0) {
    await lockPartitions(session, table)
    for (const month of await missingPartitions(session, table, missing)) {
      const partition = partitionName(table, month.name)
      await session.run({ text: `create table ${partition} (like ${table.name} including all)` })
      await session.run({
        text: `alter table ${table.name} attach partition ${partition}
          for values from (${month.from}) to (${month.to})`,
      })
    }
  }
  for (const { name } of months) table.knownMonths.add(name)
}

/**
 * Returns the months among these that no partition covers, in the transaction's own view of the catalogue. When another
 * transaction has made one since, making it fails, and the transaction runs again. A table without partitions covers
 * every month.
 */
async function missingPartitions(session: Session, table: SqlTable, months: readonly Month[]) {
  const partitions = await partitionsOf(session, table)
  return partitions
    ? months.filter(({ from, to }) => !partitions.some((part) => part.from < to && from < part.to))
    : []
}

/** A partition and the span of time that it covers. */
interface Partition {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Reads the partitions of a series. Returns `undefined` for a table without partitions, such as a hypertable. */
export async function partitionsOf(
  session: Session,
  table: SqlTable,
): Promise<readonly Partition[] | undefined> {
  const values = new Values()
  const text = `select parent.relkind, part.relname, pg_get_expr(part.relpartbound, part.oid)
    from pg_class as parent left join pg_inherits on inhparent = parent.oid
    left join pg_class as part on part.oid = inhrelid and part.relispartition
    where parent.oid = ${values.add('text', table.name)}::regclass`
  const { rows } = await session.run({ text, values: values.all })
  if (rows[0]?.[0] !== 'p') return undefined
  return rows.flatMap(([, name, expression]) => {
    const [from, to] = expression?.match(/-?\d+/g) ?? []
    return name && from && to ? [{ name, from: Number(from), to: Number(to) }] : []
  })
}

/** The longest wait for the lock of a drop, during which every other use of the series waits behind it. */
const lockTimeoutMs = 40

/** The number of attempts at the lock. With the pauses between them, they take about half a minute. */
const lockAttempts = 120

const pause = () => new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 150))

/**
 * Removes rows older than `at`. Returns their number. Partitions that are older as a whole are dropped at once; their
 * rows were counted when they were written. Needs a transaction of its own, since it waits for a lock.
 */
export async function dropRowsBefore(session: Session, table: SqlTable, at: number): Promise<number> {
  const partitions = (await partitionsOf(session, table)) ?? []
  const expired = partitions.filter(({ to }) => to <= at)
  const from = Math.max(Number.MIN_SAFE_INTEGER, ...expired.map(({ to }) => to))
  const hasRemainder = partitions.length === 0 || partitions.some((part) => part.from < at && at < part.to)
  let count = hasRemainder ? await deleteRows(session, table, from, at) : 0
  if (expired.length === 0) return count
  await lockExclusively(session, table)
  for (const part of (await partitionsOf(session, table)) ?? [])
    if (part.to <= at) count += await dropPartition(session, table, part)
  return count
}

/** Deletes the rows of a time span. Returns their number. */
export async function deleteRows(session: Session, table: SqlTable, from: number, to: number) {
  const values = new Values()
  const span = [values.add('bigint', String(from)), values.add('bigint', String(to))]
  const text = `delete from ${table.name} where at >= ${span[0]} and at < ${span[1]}`
  return (await session.run({ text, values: values.all })).count
}

/** Takes the exclusive lock that a drop needs, by short attempts, so that nobody waits behind it for long. */
async function lockExclusively(session: Session, table: SqlTable): Promise<void> {
  await session.run({ text: `set local lock_timeout = '${lockTimeoutMs}ms'` })
  for (let attempt = 1; ; attempt++) {
    await session.run({ text: 'savepoint before_lock' })
    try {
      await session.run({ text: `lock table ${table.name} in access exclusive mode` })
      break
    } catch (cause) {
      if (errorCode(cause) !== '55P03' || attempt === lockAttempts) throw cause
      await session.run({ text: 'rollback to savepoint before_lock' })
      await pause()
    }
  }
  await session.run({ text: 'set local lock_timeout = 0' })
}

async function dropPartition(
  session: Session,
  table: SqlTable,
  { name, from, to }: Partition,
): Promise<number> {
  const partition = `${quote(table.schema)}.${quote(name)}`
  const values = new Values()
  const series = values.add('text', table.shape.name)
  const month = `month >= ${values.add('bigint', String(from))} and month < ${values.add('bigint', String(to))}`
  const counted = await session.run({
    text: `with gone as (delete from ${quote(table.schema)}.telltale__rows
      where series = ${series} and ${month} returning rows) select sum(rows) from gone`,
    values: values.all,
  })
  const kept = counted.rows[0]?.[0] ?? undefined
  const found = kept ?? (await session.run({ text: `select count(*) from ${partition}` })).rows[0]?.[0]
  await session.run({ text: `drop table ${partition}` })
  table.knownMonths.clear()
  return Number(found)
}
