import fc from 'fast-check'
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
    const ended = { next: () => undefined, count: () => 0 }
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

describe('the number of slots in a span', () => {
  const plans = fc.oneof(
    fc
      .tuple(fc.uuid(), fc.integer({ min: 1_000, max: 100_000 }))
      .map(([id, everyMs]) => gridPlan(id, everyMs)),
    fc
      .constantFrom('* * * * *', '*/7 * * * *', '0 3 * * *', '*/20 * * * * *')
      .map((expression) => cronSlots({ expression, timeZone: 'Europe/Berlin' })),
  )

  it('is that of the slots which come one after the other', () => {
    const spanLength = fc.integer({ min: 0, max: 3_600_000 })
    fc.assert(
      fc.property(plans, fc.integer({ min: 0, max: 2 ** 41 }), spanLength, (plan, from, lengthMs) => {
        let count = 0
        for (
          let slot = plan.next(from - 1);
          slot !== undefined && slot < from + lengthMs;
          slot = plan.next(slot)
        )
          count += 1
        expect(plan.count({ from, to: from + lengthMs })).toBe(count)
      }),
      { interruptAfterTimeLimit: 1_000 },
    )
  })

  it('is estimated from the 2,000th slot of a cron expression on', () => {
    const minutes = cronSlots({ expression: '* * * * *' })
    const month = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) }
    expect(minutes.count(month)).toBe(31 * 24 * 60)
  })
})
