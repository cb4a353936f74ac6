import type { BaseRecord, CollectionDefinition } from '@telltale/core/ports'
import { everyOwner } from '@telltale/core/ports'
import { benchServer, freshStorage } from '../pg-server.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'

/**
 * Measures how many rows of an outbox four workers claim and acknowledge per second, 500 at a time. They share one queue,
 * in the order of due times, and no row goes to two of them. Shown for comparison: the same one by one. The figure is the
 * best round.
 */
const workers = 4
const rowsPerClaim = 500
const total = 60_000
const owners = 200

interface OutboxRecord extends BaseRecord {
  readonly dueAt: number
  readonly channel: string
  readonly payload: unknown
}
const outboxTable: CollectionDefinition<OutboxRecord> = {
  name: 'bench_outbox',
  columns: { dueAt: { type: 'time' }, channel: { type: 'text' }, payload: { type: 'json' } },
  unique: [],
  indexes: [['dueAt']],
}
const now = Date.now()
const record = (number: number): OutboxRecord => ({
  id: `019b76da-a800-7000-8000-${number.toString(16).padStart(12, '0')}`,
  ownerId: `user_${number % owners}`,
  version: 1,
  createdAt: now,
  updatedAt: now,
  dueAt: now - 60_000 + (number % 60_000),
  channel: 'telegram',
  payload: { text: `Checkout ${number} is in KNUCKLES`, monitor: number },
})

const server = await benchServer(workers)
const storage = await freshStorage(server.pool, 'claim', { collections: [outboxTable] })
const outbox = storage.collection(outboxTable)

async function fill(count: number): Promise<void> {
  for (let from = 0; from < count; from += 1_000) {
    const numbers = Array.from({ length: Math.min(1_000, count - from) }, (_, index) => from + index)
    await outbox.write(numbers.map((number) => ({ insert: record(number) })))
  }
}

/** Empties the outbox. Returns rows per second, and fails when two workers got the same row. */
async function drain(count: number, limit: number): Promise<number> {
  const claimed = new Set<string>()
  const worker = async () => {
    for (;;) {
      const query = {
        where: { dueAt: { lte: now } },
        orderBy: { column: 'dueAt', direction: 'asc' },
      } as const
      const rows = await outbox.claim(everyOwner, { ...query, limit, now, leaseMs: 60_000 })
      if (rows.length === 0) return
      for (const { id } of rows) {
        if (claimed.has(id)) throw new Error(`${id} went to two workers`)
        claimed.add(id)
      }
      await outbox.delete(
        everyOwner,
        rows.map(({ id }) => id),
      )
    }
  }
  const from = performance.now()
  await Promise.all(Array.from({ length: workers }, worker))
  if (claimed.size !== count) throw new Error(`${claimed.size} of ${count} rows were claimed`)
  return Math.round(count / ((performance.now() - from) / 1_000))
}

const rows: { round: number; 'by 500': number; 'one by one': number }[] = []
for (let round = 0; round < roundsOr(3); round++) {
  await fill(1_000)
  const single = await drain(1_000, 1)
  await fill(total)
  await server.pool.query('vacuum analyze claim.bench_outbox')
  rows.push({ round, 'by 500': await drain(total, rowsPerClaim), 'one by one': single })
}
await storage.close()
await server.stop()
report(rows, {
  name: 'claimed and acknowledged are',
  figure: Math.max(...rows.map((row) => row['by 500'])),
  bar: 20_000,
  atLeast: true,
  unit: 'rows a second',
})
