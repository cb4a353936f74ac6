import type { Session } from './driver.js'
import { encodeArray, quote } from './sql.js'

/** Places of a queue, as they were asked for and checked. */
export interface Reservation {
  readonly owner: string
  readonly key: string
  readonly now: number
  readonly gapMs: number
  readonly count: number
}

const queueOf = ({ owner, key }: Pick<Reservation, 'owner' | 'key'>) => JSON.stringify([owner, key])

/**
 * Takes places of several queues, for many, one after another, as if each had asked by itself; gives the time of the
 * first of each. One statement for all that ask for different queues, so that no other process comes in between.
 */
export async function reserveSlots(session: Session, schema: string, reservations: readonly Reservation[]) {
  const times = new Map<Reservation, number>()
  for (let left = reservations; left.length > 0; ) {
    const round = new Map<string, Reservation>()
    for (const one of left) if (!round.has(queueOf(one))) round.set(queueOf(one), one)
    for (const [owner, key, reservedAt] of await reserveRound(session, schema, [...round.values()])) {
      const one = round.get(queueOf({ owner: owner ?? '', key: key ?? '' }))
      if (one) times.set(one, Number(reservedAt) - (one.count - 1) * one.gapMs)
    }
    left = left.filter((one) => round.get(queueOf(one)) !== one)
  }
  return reservations.map((one) => times.get(one) as number)
}

/** Rows are locked in the order of their keys, by whichever process, so that none waits for one that waits for it. */
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

/** How many reservations go together at most. */
const mostTogether = 200

interface Waiting {
  readonly reservation: Reservation
  resolve(at: number): void
  reject(cause: unknown): void
}

/**
 * Returns what takes places for one caller. Those who ask while others are being served are served next, together: a
 * process that begins asks for hundreds of queues at once, and each statement of its own would wait for a disk.
 */
export function batchedReservations(
  take: (reservations: readonly Reservation[]) => Promise<readonly number[]>,
): (reservation: Reservation) => Promise<number> {
  const waiting: Waiting[] = []
  let isServing = false
  const serve = async () => {
    while (waiting.length > 0) {
      const some = waiting.splice(0, mostTogether)
      try {
        const times = await take(some.map(({ reservation }) => reservation))
        for (const [index, { resolve }] of some.entries()) resolve(times[index] as number)
      } catch (cause) {
        for (const { reject } of some) reject(cause)
      }
    }
    isServing = false
  }
  return (reservation) =>
    new Promise((resolve, reject) => {
      waiting.push({ reservation, resolve, reject })
      if (isServing) return
      isServing = true
      // Others may come in the same turn.
      setImmediate(() => void serve())
    })
}
