import type { Row } from '@telltale/core/ports'
import { lockMonths } from './advisory-locks.js'
import type { Session } from './driver.js'
import { errorCode } from './failures.js'
import { type Month, monthOf } from './months.js'
import { partitionOf, quote, type SqlTable, Values } from './sql.js'

/** How many months, beside the one it is, have their partitions made ahead. */
const monthsAhead = 1

/** The months of rows for which this process knows of no partition. */
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

/** Makes the partitions of this month and the next one. */
export const ensurePartitionsAhead = (session: Session, table: SqlTable): Promise<void> =>
  ensurePartitions(
    session,
    table,
    Array.from({ length: monthsAhead + 1 }, (_, later) => monthOf(Date.now(), later)),
  )

/**
 * Makes the partitions of these months where they are missing, in the transaction at hand. Each is made by itself and
 * then attached, which holds up neither readers nor writers of the series.
 */
export async function ensurePartitions(session: Session, table: SqlTable, months: readonly Month[]) {
  if (months.length === 0) return
  const missing = await withoutPartition(session, table, months)
  if (missing.length > 0) {
    await lockMonths(session, table)
    for (const month of await withoutPartition(session, table, missing)) {
      const partition = partitionOf(table, month.name)
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
 * The months among these that no partition holds, by the transaction's own view of the catalogue: making one that
 * another transaction made since is refused, and the transaction run again. What is no partitioned table has room for
 * every row.
 */
async function withoutPartition(session: Session, table: SqlTable, months: readonly Month[]) {
  const bounds = await partitionsOf(session, table)
  return bounds
    ? months.filter(({ from, to }) => !bounds.some((bound) => bound.from < to && from < bound.to))
    : []
}

interface Bounds {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** The partitions of a series with their bounds; absent where it is not partitioned, as a hypertable is not. */
export async function partitionsOf(
  session: Session,
  table: SqlTable,
): Promise<readonly Bounds[] | undefined> {
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

/** How long a drop may wait for its lock at a time: as long as that, whoever asks for the series waits behind it. */
const lockTimeoutMs = 40

/** How often the lock is tried for. With the pauses between that is about half a minute. */
const lockAttempts = 120

const pause = () => new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 150))

/**
 * Removes what is older than `at`; gives how many rows. Partitions that are older as a whole are dropped, whatever they
 * hold: how many rows that is was counted when they were written. Run it in a transaction of its own, since it waits.
 */
export async function dropRowsBefore(session: Session, table: SqlTable, at: number): Promise<number> {
  const bounds = (await partitionsOf(session, table)) ?? []
  const whole = bounds.filter(({ to }) => to <= at)
  const from = Math.max(Number.MIN_SAFE_INTEGER, ...whole.map(({ to }) => to))
  const isLeft = bounds.length === 0 || bounds.some((bound) => bound.from < at && at < bound.to)
  let count = isLeft ? await deleteRows(session, table, from, at) : 0
  if (whole.length === 0) return count
  await lockAgainstAll(session, table)
  for (const part of (await partitionsOf(session, table)) ?? [])
    if (part.to <= at) count += await dropPartition(session, table, part)
  return count
}

/** Removes the rows of a span one by one. */
export async function deleteRows(session: Session, table: SqlTable, from: number, to: number) {
  const values = new Values()
  const span = [values.add('bigint', String(from)), values.add('bigint', String(to))]
  const text = `delete from ${table.name} where at >= ${span[0]} and at < ${span[1]}`
  return (await session.run({ text, values: values.all })).count
}

/** Takes the lock that a drop needs; while someone reads, by short attempts, so that nobody waits behind it for long. */
async function lockAgainstAll(session: Session, table: SqlTable): Promise<void> {
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

async function dropPartition(session: Session, table: SqlTable, { name, from, to }: Bounds): Promise<number> {
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
