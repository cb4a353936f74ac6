import { describe, expect, it } from 'vitest'
import { cronSlots } from './cron-slots.js'
import { decideSlot, gridPlan } from './slot-plan.js'

const daily = cronSlots({ expression: '0 3 * * *' })
const slotAt = Date.UTC(2026, 6, 1, 3)
const after = (hours: number) => slotAt + hours * 3_600_000

describe('decideSlot', () => {
  it.each(['skip', 'once'] as const)(
    'does the work of a slot that is late, before the next has come (%s)',
    (missed) => {
      const wanted = { runs: true, nextAt: after(24) }
      expect(decideSlot(daily, { slotAt, now: slotAt, missed })).toEqual(wanted)
      expect(decideSlot(daily, { slotAt, now: after(23.9), missed })).toEqual(wanted)
    },
  )

  it.each([
    ['lets them go', 'skip', false],
    ['does one piece of work for all of them', 'once', true],
  ] as const)('%s when slots were missed (%s), and goes on with the next one ahead', (_, missed, runs) => {
    expect(decideSlot(daily, { slotAt, now: after(24), missed })).toEqual({ runs, nextAt: after(48) })
    expect(decideSlot(daily, { slotAt, now: after(80), missed })).toEqual({ runs, nextAt: after(96) })
  })

  it('has no next slot where the plan has none', () => {
    const ended = { next: () => undefined }
    expect(decideSlot(ended, { slotAt, now: after(99), missed: 'skip' })).toEqual({ runs: true })
  })
})

describe('gridPlan', () => {
  it('comes at its interval', () => {
    const plan = gridPlan('monitor-1', 60_000)
    const first = plan.next(slotAt) as number
    expect(first - slotAt).toBeLessThanOrEqual(60_000)
    expect(plan.next(first)).toBe(first + 60_000)
  })
})
