import type pg from 'pg'

/** The checks that a server generates. */
export interface GeneratedChecks {
  readonly schema: string
  readonly ownerId: string
  readonly monitors: number
  /** The number of checks of all monitors. */
  readonly checks: number
  readonly from: number
  readonly to: number
}

const monthStarts = (from: number, to: number): number[] => {
  const first = new Date(from)
  const starts = []
  for (let month = 0; ; month++) {
    const start = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + month)
    if (start >= to) return starts
    starts.push(start)
  }
}

/**
 * Fills `checks` as years of appends would: in the order of time, each month in its partition. The rows of a month are
 * inserted before its index is created and the partition is attached, which is many times faster.
 */
export async function makeChecks(pool: pg.Pool, generated: GeneratedChecks): Promise<void> {
  const { schema, from, to, checks } = generated
  const stepMs = (to - from) / checks
  for (const start of monthStarts(from, to)) {
    const end = new Date(start).setUTCMonth(new Date(start).getUTCMonth() + 1)
    const first = Math.max(0, Math.ceil((start - from) / stepMs))
    const last = Math.min(checks, Math.ceil((end - from) / stepMs)) - 1
    const table = `${schema}.checks__${new Date(start).toISOString().slice(0, 7).replace('-', '_')}`
    // Migrating may have created it ahead, empty.
    await pool.query(`drop table if exists ${table}`)
    await pool.query(`create table ${table} (like ${schema}.checks including defaults including constraints)`)
    await pool.query(insertRows({ table, generated, stepMs, first, last }))
    await pool.query(`alter table ${table} add primary key (owner_id, key, at, id)`)
    await pool.query(
      `alter table ${schema}.checks attach partition ${table} for values from (${start}) to (${end})`,
    )
    const count = `insert into ${schema}.telltale__rows values ('checks', ${start}, 0, ${last - first + 1})`
    await pool.query(count)
  }
  await pool.query(`vacuum analyze ${schema}.checks`)
}

/** The checks of one month, by their numbers. */
interface MonthOfChecks {
  readonly table: string
  readonly generated: GeneratedChecks
  readonly stepMs: number
  readonly first: number
  readonly last: number
}

const insertRows = ({
  table,
  generated: { ownerId, monitors, from },
  stepMs,
  first,
  last,
}: MonthOfChecks) => `insert into ${table} (owner_id, key, at, id, slot_at, tier, monitor_tier, latency_ms, uncertainty_ms,
    dns_ms, connect_ms, tls_ms, first_byte_ms, download_ms, http_status, bytes, remote_address, protocol)
  select '${ownerId}', '019b76da-a800-7000-8000-' || lpad(to_hex(n % ${monitors}), 12, '0'),
    (${from} + n * ${stepMs}::numeric)::bigint, '019b76da-a801-7000-8000-' || lpad(to_hex(n), 12, '0'),
    (${from} + n * ${stepMs}::numeric)::bigint, 'SONIC', 'SONIC', 20 + n % 300, 0.25, 1.5, 4.25, 9.5, 4 + n % 300,
    0.75, 200, 5120, '203.0.113.7', 'h2'
  from generate_series(${first}::bigint, ${last}) as n`
