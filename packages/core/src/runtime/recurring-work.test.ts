import { describe, expect, it } from 'vitest'
import type { JobRun } from '../ports/index.js'
import { handlerOf } from './recurring-work.js'
import { planOf } from './scheduled-record.js'

const noon = Date.UTC(2026, 6, 1, 12)
const hours = (count: number) => count * 3_600_000

describe('planOf', () => {
  it('repeats at the interval of a record', () => {
    const plan = planOf({ id: 'monitor-1', everyMs: hours(1) })
    const first = plan.next(noon) ?? 0
    expect(first).toBeGreaterThan(noon)
    expect(first).toBeLessThanOrEqual(noon + hours(1))
    expect(plan.next(first)).toBe(first + hours(1))
  })

  it('follows the cron expression of a record that has one', () => {
    const cron = { expression: '0 18 * * *' }
    expect(planOf({ id: 'monitor-1', everyMs: hours(1), cron }).next(noon)).toBe(noon + hours(6))
  })
})

describe('handlerOf', () => {
  it('gives each job to the work of its kind, and drops jobs of other kinds', async () => {
    const handled: string[] = []
    const workOf = (kind: string) => ({
      kind,
      sweep: async () => {},
      handle: async ({ id }: JobRun) => void handled.push(`${kind} did ${id}`),
    })
    const handle = handlerOf([workOf('monitor'), workOf('product')])
    for (const kind of ['product', 'monitor', 'weather'])
      await handle({
        id: `${kind}:1`,
        slotAt: noon,
        data: { kind },
        attempt: 1,
        signal: new AbortController().signal,
      })
    expect(handled).toEqual(['product did product:1', 'monitor did monitor:1'])
  })
})
