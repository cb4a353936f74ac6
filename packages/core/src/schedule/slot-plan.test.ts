import { describe, expect, it } from 'vitest'
import { cronSlots } from './cron-slots.js'
import { decideSlot, gridPlan } from './slot-plan.js'

const daily = cronSlots({ expression: '0 3 * * *' })
const slotAt = Date.UTC(2026, 6, 1, 3)
const after = (hours: number) => slotAt + hours * 3_600_000

describe('decideSlot', () => {
  it.each(['skip', 'once'] as const)(
    'runs a slot that is late, until the next one has come (%s)',
    (missedRuns) => {
      expect(decideSlot(daily, { slotAt, now: slotAt, missedRuns })).toBe('run')
      expect(decideSlot(daily, { slotAt, now: after(23.9), missedRuns })).toBe('run')
    },
  )

  it.each([
    ['skips slots that were missed', 'skip', 'skip'],
    ['catches up once on all slots that were missed', 'once', 'catch-up'],
  ] as const)('%s', (_, missedRuns, decision) => {
    expect(decideSlot(daily, { slotAt, now: after(24), missedRuns })).toBe(decision)
    expect(decideSlot(daily, { slotAt, now: after(80), missedRuns })).toBe(decision)
  })

  it('runs the last slot of a plan, however late', () => {
    const ended = { next: () => undefined }
    expect(decideSlot(ended, { slotAt, now: after(99), missedRuns: 'skip' })).toBe('run')
  })
})

describe('gridPlan', () => {
  it('repeats at its interval', () => {
    const plan = gridPlan('monitor-1', 60_000)
    const first = plan.next(slotAt) as number
    expect(first - slotAt).toBeLessThanOrEqual(60_000)
    expect(plan.next(first)).toBe(first + 60_000)
  })
})
