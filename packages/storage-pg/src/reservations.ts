import type { Session } from './driver.js'
import { encodeArray, quote } from './sql.js'

/** A reservation of time slots, as it was asked for and checked. */
export interface Reservation {
  readonly owner: string
  /** The key of the counter that hands the slots out. */
  readonly key: string
  /** The earliest time of the first slot. */
  readonly now: number
  /** The time between two slots. */
  readonly gapMs: number
  /** The number of slots. */
  readonly count: number
}

const counterOf = ({ owner, key }: Pick<Reservation, 'owner' | 'key'>) => JSON.stringify([owner, key])

/**
 * Reserves slots for many, one after another, as if each had asked by itself. Returns the time of the first slot of
 * each. Reservations of different counters share one statement, so that no other process comes in between.
 */
export async function reserveSlots(
  session: Session,
  schema: string,
  reservations: readonly Reservation[],
): Promise<readonly number[]> {
  const times = new Map<Reservation, number>()
  for (let remaining = reservations; remaining.length > 0; ) {
    const round = new Map<string, Reservation>()
    for (const one of remaining) if (!round.has(counterOf(one))) round.set(counterOf(one), one)
    for (const [owner, key, reservedAt] of await reserveRound(session, schema, [...round.values()])) {
      const one = round.get(counterOf({ owner: owner ?? '', key: key ?? '' }))
      if (one) times.set(one, Number(reservedAt) - (one.count - 1) * one.gapMs)
    }
    remaining = remaining.filter((one) => round.get(counterOf(one)) !== one)
  }
  return reservations.map((one) => Number(times.get(one)))
}

/** Reserves slots of different counters. Every process locks their rows in the order of keys, so that none deadlocks. */
async function reserveRound(session: Session, schema: string, reservations: readonly Reservation[]) {
  const column = (of: (one: Reservation) => string | number) =>
    encodeArray(reservations.map((one) => String(of(one))))
  const { rows } = await session.run({
    text: `with asked as (
        select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
          as asked(owner_id, key, first, gap, rest)
      )
      insert into ${quote(schema)}.counters as stored (owner_id, key, value, reserved_at)
      select owner_id, key, 0, first + rest from asked order by owner_id, key
      on conflict (owner_id, key) do update set reserved_at = (
        select greatest(asked.first, coalesce(stored.reserved_at + asked.gap, asked.first)) + asked.rest
        from asked where asked.owner_id = stored.owner_id and asked.key = stored.key
      )
      returning owner_id, key, reserved_at`,
    values: [
      column(({ owner }) => owner),
      column(({ key }) => key),
      column(({ now }) => now),
      column(({ gapMs }) => gapMs),
      column(({ gapMs, count }) => (count - 1) * gapMs),
    ],
  })
  return rows
}

/** The largest number of reservations that run together. */
const maxBatchSize = 200

interface PendingReservation {
  readonly reservation: Reservation
  resolve(at: number): void
  reject(cause: unknown): void
}

/**
 * Returns the function that reserves for one caller. Callers that come while a batch is under way form the next one: a
 * process that starts reserves in hundreds of counters at once, and each statement of its own would wait for a disk.
 */
export function batchedReservations(
  reserve: (reservations: readonly Reservation[]) => Promise<readonly number[]>,
): (reservation: Reservation) => Promise<number> {
  const pending: PendingReservation[] = []
  let isRunning = false
  const runPending = async () => {
    while (pending.length > 0) {
      const batch = pending.splice(0, maxBatchSize)
      try {
        const times = await reserve(batch.map(({ reservation }) => reservation))
        for (const [index, { resolve }] of batch.entries()) resolve(Number(times[index]))
      } catch (cause) {
        for (const { reject } of batch) reject(cause)
      }
    }
    isRunning = false
  }
  return (reservation) =>
    new Promise((resolve, reject) => {
      pending.push({ reservation, resolve, reject })
      if (isRunning) return
      isRunning = true
      // Waits for the end of this turn, in which more may come.
      setImmediate(() => void runPending())
    })
}
