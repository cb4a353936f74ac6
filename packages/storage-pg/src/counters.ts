import { type Counters, checkOwner, checkTexts, readAddition, readReservation } from '@telltale/core/ports'
import type { Executor } from './executor.js'
import { quote, Values } from './sql.js'

/** The counters of a schema. Each change is one statement, so that none is lost and none passes a limit. */
export function pgCounters(schema: string, { withSession, operations }: Executor): Counters {
  const table = `${quote(schema)}.counters`
  return {
    add: async (owner, key, amount, options) => {
      checkTexts('counters.add', 'key', [key])
      checkOwner('counters.add', owner)
      const addition = readAddition('counters.add', amount, options)
      const { now, limit, resetAt } = addition
      const values = new Values()
      const ownerId = values.add('text', owner)
      const name = values.add('text', key)
      const more = values.add('double precision', String(addition.amount))
      const end = values.add('bigint', resetAt === undefined ? null : String(resetAt))
      const most = values.add('double precision', String(limit))
      const time = values.add('bigint', String(now))
      const sum = `(case when stored.reset_at <= ${time} then 0 else stored.value end)`
      const there = `select 1 from ${table} as stored where stored.owner_id = ${ownerId} and stored.key = ${name}`
      const text = `insert into ${table} as stored (owner_id, key, value, reset_at)
        select ${ownerId}, ${name}, greatest(0, ${more}), ${end}
        where (${more} <= 0 or ${more} <= ${most}) and (${more} > 0 or ${end} is not null or exists (${there}))
        on conflict (owner_id, key) do update set value = greatest(0, ${sum} + ${more}),
          reset_at = case when stored.reset_at <= ${time} then ${end} else coalesce(stored.reset_at, ${end}) end
        where ${more} <= 0 or ${sum} + ${more} <= ${most}
        returning value`
      const left = new Values()
      const current = `select case when reset_at <= ${left.add('bigint', String(now))} then 0 else value end
        from ${table} where owner_id = ${left.add('text', owner)} and key = ${left.add('text', key)}`
      return withSession(async (session) => {
        const added = (await session.run({ text, values: values.all })).rows[0]
        if (added) return { ok: true, value: Number(added[0]) }
        const [kept] = (await session.run({ text: current, values: left.all })).rows
        return { ok: addition.amount <= 0, value: Number(kept?.[0] ?? 0) }
      })
    },
    reserve: async (owner, key, options) => {
      checkTexts('counters.reserve', 'key', [key])
      checkOwner('counters.reserve', owner)
      const { now, gapMs, count } = readReservation('counters.reserve', options)
      return operations.reserve({ owner, key, now, gapMs, count })
    },
  }
}
