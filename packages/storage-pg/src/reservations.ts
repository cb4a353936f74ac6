import type { Session } from './driver.js'
import { encodeArray, quote, Values } from './sql.js'

/** Places of a queue, as they were asked for and checked. */
export interface Reservation {
  readonly owner: string
  readonly key: string
  readonly now: number
  readonly gapMs: number
  readonly count: number
}

/** Takes places of a queue, in one statement; gives the time of the first. */
export async function reserveOne(session: Session, schema: string, reservation: Reservation) {
  const { owner, key, now, gapMs, count } = reservation
  const values = new Values()
  const inserted = [values.add('text', owner), values.add('text', key)].join(', ')
  const first = values.add('bigint', String(now))
  const gap = values.add('bigint', String(gapMs))
  const rest = values.add('bigint', String((count - 1) * gapMs))
  const text = `insert into ${quote(schema)}.counters as stored (owner_id, key, value, reserved_at)
    values (${inserted}, 0, ${first} + ${rest})
    on conflict (owner_id, key) do update
    set reserved_at = greatest(${first}, coalesce(stored.reserved_at + ${gap}, ${first})) + ${rest}
    returning reserved_at - ${rest}`
  const { rows } = await session.run({ text, values: values.all })
  return Number(rows[0]?.[0])
}

const placeOf = ({ owner, key }: Pick<Reservation, 'owner' | 'key'>) => JSON.stringify([owner, key])

/**
 * Takes places of several queues, for many, one after another, as if each had asked by itself; gives the time of the
 * first of each. In a serializable transaction only: what was read there is written back.
 */
export async function reserveMany(session: Session, schema: string, reservations: readonly Reservation[]) {
  const queues = [...new Map(reservations.map((one) => [placeOf(one), one])).values()]
  const owners = encodeArray(queues.map(({ owner }) => owner))
  const keys = encodeArray(queues.map(({ key }) => key))
  const found = await session.run({
    text: `select owner_id, key, reserved_at from unnest($1::text[], $2::text[]) as asked(owner_id, key)
      join ${quote(schema)}.counters using (owner_id, key)`,
    values: [owners, keys],
  })
  const last = new Map<string, number>()
  for (const [owner, key, reservedAt] of found.rows)
    if (owner && key && reservedAt) last.set(placeOf({ owner, key }), Number(reservedAt))
  const times = reservations.map((one) => {
    const place = placeOf(one)
    const first = Math.max(one.now, (last.get(place) ?? Number.NEGATIVE_INFINITY) + one.gapMs)
    last.set(place, first + (one.count - 1) * one.gapMs)
    return first
  })
  const ends = encodeArray(queues.map((queue) => String(last.get(placeOf(queue)))))
  await session.run({
    text: `insert into ${quote(schema)}.counters as stored (owner_id, key, value, reserved_at)
      select owner_id, key, 0, ends from unnest($1::text[], $2::text[], $3::bigint[]) as asked(owner_id, key, ends)
      on conflict (owner_id, key) do update set reserved_at = excluded.reserved_at`,
    values: [owners, keys, ends],
  })
  return times
}
