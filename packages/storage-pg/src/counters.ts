import { type Counters, checkOwner, checkTexts, readAddition, readReservation } from '@telltale/core/ports'
import type { Executor } from './executor.js'
import { quote, Values } from './sql.js'

/** Makes the counters of a schema. Each change is one statement, so that none is lost and none exceeds a limit. */
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
      const counterKey = values.add('text', key)
      const amountParameter = values.add('double precision', String(addition.amount))
      const end = values.add('bigint', resetAt === undefined ? null : String(resetAt))
      const maximum = values.add('double precision', String(limit))
      const time = values.add('bigint', String(now))
      const currentSum = `(case when stored.reset_at <= ${time} then 0 else stored.value end)`
      const existing = `select 1 from ${table} as stored where stored.owner_id = ${ownerId} and stored.key = ${counterKey}`
      const text = `insert into ${table} as stored (owner_id, key, value, reset_at)
        select ${ownerId}, ${counterKey}, greatest(0, ${amountParameter}), ${end}
        where (${amountParameter} <= 0 or ${amountParameter} <= ${maximum}) and (${amountParameter} > 0 or ${end} is not null or exists (${existing}))
        on conflict (owner_id, key) do update set value = greatest(0, ${currentSum} + ${amountParameter}),
          reset_at = case when stored.reset_at <= ${time} then ${end} else coalesce(stored.reset_at, ${end}) end
        where ${amountParameter} <= 0 or ${currentSum} + ${amountParameter} <= ${maximum}
        returning value`
      const currentValues = new Values()
      const current = `select case when reset_at <= ${currentValues.add('bigint', String(now))} then 0 else value end
        from ${table} where owner_id = ${currentValues.add('text', owner)} and key = ${currentValues.add('text', key)}`
      return withSession(async (session) => {
        const row = (await session.run({ text, values: values.all })).rows[0]
        if (row) return { ok: true, value: Number(row[0]) }
        const [unchanged] = (await session.run({ text: current, values: currentValues.all })).rows
        return { ok: addition.amount <= 0, value: Number(unchanged?.[0] ?? 0) }
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
