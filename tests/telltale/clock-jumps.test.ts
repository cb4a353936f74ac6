import { testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { keepOpen } from './keep-open.js'
import { scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minute = 60_000
const hour = 60 * minute

/** A Telltale that checks once a minute, with the times of its checks and the warnings of its log. */
async function startMinutely(now = Date.UTC(2026, 0, 1)) {
  const clock = testClock({ now })
  const warnings: string[] = []
  const note = (_: unknown, message?: string) => void warnings.push(message ?? '')
  const { telltale } = startTelltale({
    clock,
    adapters: [scriptedProbe(() => 5)],
    logger: { debug: () => {}, info: () => {}, warn: note, error: note },
  })
  const jumps: number[] = []
  telltale.on('clock:jumped', ({ byMs }) => void jumps.push(byMs))
  const checks: { readonly at: number; readonly slotAt?: number; readonly missedSlots?: number }[] = []
  telltale.on('monitor:checked', ({ check }) => void checks.push(check))
  const { id } = await telltale.monitors.create({ url: 'script:a', every: '1m' })
  await telltale.start()
  return { telltale, clock, id, checks, jumps, warnings }
}

describe('a clock that is put', () => {
  it.each([
    ['forward by an hour', hour],
    ['back by an hour', -hour],
    ['forward by ten minutes', hour / 6],
    ['back by ten minutes', -hour / 6],
  ])('%s silences no monitor for longer than its interval', async (_, ms) => {
    const { clock, checks, jumps, warnings } = await startMinutely()
    await clock.advance(10 * minute)
    clock.jump(ms)
    const before = checks.length
    await clock.advance(minute + 15_000)
    expect(checks.length - before).toBeGreaterThanOrEqual(1)
    await clock.advance(10 * minute)
    expect(checks.length - before).toBeGreaterThanOrEqual(10)
    expect(warnings.join()).toMatch(ms > 0 ? /put forward/ : /put back/)
    expect(jumps).toEqual([ms])
  })

  it('an hour ahead and back again goes on within a minute, on the grid it had', async () => {
    const { clock, checks, telltale, id } = await startMinutely()
    await clock.advance(10 * minute)
    const slot = checks.at(-1)?.slotAt as number
    clock.jump(hour)
    await clock.advance(20_000)
    clock.jump(-hour)
    const before = checks.length
    await clock.advance(minute + 15_000)
    expect(checks.length - before).toBeGreaterThanOrEqual(1)
    const { dueAt } = await telltale.monitors.get(id)
    expect((dueAt - slot) % minute).toBe(0)
    expect(dueAt - clock.now()).toBeLessThanOrEqual(minute)
  })

  it('wrong in another process is put right by those that go on', async () => {
    const storage = memoryStorage()
    const probe = scriptedProbe(() => 5)
    const [right, ahead] = [testClock(), testClock()]
    ahead.jump(hour)
    const [one, other] = [right, ahead].map(
      (clock) => startTelltale({ storage: keepOpen(storage), clock, adapters: [probe] }).telltale,
    )
    if (!one || !other) throw new Error('two were made')
    await one.monitors.create({ url: 'script:a', every: '1m' })
    await one.start()
    await other.start()
    await ahead.advance(minute)
    await other.close()
    let checks = 0
    one.on('monitor:checked', () => {
      checks += 1
    })
    await right.advance(10 * minute)
    expect(checks).toBeGreaterThanOrEqual(3)
  })
})

it('put forward to a slot that was far away starts its check within seconds', async () => {
  const clock = testClock()
  const { telltale } = startTelltale({ clock, adapters: [scriptedProbe(() => 5)] })
  const { id } = await telltale.monitors.create({ url: 'script:a', cron: { expression: '0 12 * * *' } })
  await telltale.start()
  await clock.advance(minute)
  clock.jump(12 * hour - 2 * minute)
  await clock.advance(minute + 15_000)
  const [check] = (await telltale.monitors.checks(id)).items
  expect(check).toMatchObject({ at: check?.slotAt })
})

describe('a quarter of a day', () => {
  it('has a check at every slot, and none drifts', async () => {
    const { clock, checks } = await startMinutely()
    for (let minutes = 1; minutes <= 6 * 60; minutes++) {
      await clock.advance(minute)
      // The clock would not wait for a check that is under way.
      while (checks.length < minutes) await new Promise(setImmediate)
    }
    const slots = checks.slice(1).map(({ slotAt }) => slotAt as number)
    expect(slots.length).toBeGreaterThanOrEqual(6 * 60 - 1)
    expect(slots.map((slot) => slot - (slots[0] as number))).toEqual(slots.map((_, index) => index * minute))
    const lateness = checks.map(({ at, slotAt = 0 }) => Math.abs(at - slotAt)).toSorted((a, b) => a - b)
    expect(lateness[Math.ceil(0.99 * lateness.length) - 1]).toBeLessThanOrEqual(20)
    expect(checks.every(({ missedSlots }) => missedSlots === undefined)).toBe(true)
  })

  // Each clock change of these zones in 2026, by the IANA time zone database: the night in which 02:30 does not exist, or
  // comes twice. Lord Howe changes by half an hour, and Chatham at 02:45.
  it.each([
    ['Europe/Berlin', '2026-03-29T03:30+02:00', '2026-10-25T02:30+02:00'],
    ['America/New_York', '2026-03-08T03:30-04:00', '2026-11-01T01:30-04:00'],
    ['Australia/Lord_Howe', '2026-10-04T02:45+11:00', '2026-04-05T01:45+11:00'],
    ['Pacific/Chatham', '2026-09-27T04:00+13:45', '2026-04-05T03:00+13:45'],
  ])('of a clock change in %s has one check by the wall clock', async (timeZone, skipped, repeated) => {
    const times = { 'Europe/Berlin': ['02:30', '02:30'], 'America/New_York': ['02:30', '01:30'] } as Record<
      string,
      string[]
    >
    const [skippedTime, repeatedTime] =
      times[timeZone] ?? (timeZone === 'Pacific/Chatham' ? ['03:00', '03:00'] : ['02:15', '01:45'])
    for (const [expected, time] of [
      [skipped, skippedTime],
      [repeated, repeatedTime],
    ] as const) {
      const [hours, minutes] = (time as string).split(':').map(Number)
      const at = Date.parse(expected)
      const clock = testClock({ now: at - hour })
      const { telltale } = startTelltale({ clock, adapters: [scriptedProbe(() => 5)] })
      const slots: (number | undefined)[] = []
      telltale.on('monitor:checked', ({ check }) => void slots.push(check.slotAt))
      await telltale.monitors.create({
        url: 'script:a',
        cron: { expression: `${minutes} ${hours} * * *`, timeZone },
      })
      await telltale.start()
      await clock.advance(2.5 * hour)
      expect(slots).toEqual([at])
    }
  })
})
