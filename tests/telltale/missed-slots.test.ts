import type { MonitorOptions, Telltale } from '@telltale/core'
import { testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { keepOpen } from './keep-open.js'
import { scriptedProbe } from './scripted-probe.js'
import { nextEvents, startTelltale } from './start.js'

const begin = Date.UTC(2026, 0, 1)
const hour = 3_600_000
const minutely: MonitorOptions = { url: 'script:a', every: '1m' }

/** A monitor that ran for ten minutes, in a storage that outlives its Telltale. */
async function stoppedMonitor(options: Partial<MonitorOptions> = {}) {
  const storage = memoryStorage()
  const clock = testClock({ now: begin })
  const open = () =>
    startTelltale({ storage: keepOpen(storage), adapters: [scriptedProbe(() => 5)], clock }).telltale
  const start = async () => {
    const telltale = open()
    await telltale.start()
    return telltale
  }
  const before = await start()
  const { id } = await before.monitors.create({ ...minutely, ...options })
  await clock.advance(10 * 60_000)
  const { dueAt } = await before.monitors.get(id)
  await before.close()
  return { id, dueAt, clock, start, open }
}

/** Returns every slot that had a check, and the number of those that are told as missed. */
async function slotsOf(telltale: Telltale, id: string) {
  const { items: checks } = await telltale.monitors.checks(id, { limit: 200 })
  const { items: missed } = await telltale.monitors.missedSlots(id)
  const slots = checks.flatMap(({ slotAt }) => slotAt ?? [])
  return {
    slots: new Set(slots),
    doubled: slots.length - new Set(slots).size,
    missed: missed.reduce((sum, { count }) => sum + count, 0),
    onChecks: checks.reduce((sum, { missedSlots = 0 }) => sum + missedSlots, 0),
  }
}

describe('slots that were missed', () => {
  it('are counted, on the check that catches up, in the summary, and as an event', async () => {
    const { id, dueAt, clock, start } = await stoppedMonitor()
    await clock.advanceTo(dueAt + hour)
    const telltale = await start()
    const [missed, checked] = [
      nextEvents(telltale, 'slots:missed', 1),
      nextEvents(telltale, 'monitor:checked', 1),
    ]
    await clock.advance(0)
    // 61 of them: the first is due at the beginning of the hour, and the last at its end.
    const at = clock.now()
    expect(await missed).toEqual([
      { kind: 'monitor', id, ownerId: 'default', missed: { at, from: dueAt, count: 61 } },
    ])
    expect((await checked)[0]?.check).toMatchObject({ missedSlots: 61 })
    expect((await checked)[0]?.check).not.toHaveProperty('slotAt')
    await clock.advance(10 * 60_000)
    const { doubled, slots, missed: counted, onChecks } = await slotsOf(telltale, id)
    // On a busy machine this clock may pass more slots than checks get their turn. Those are counted too.
    expect(counted).toBeGreaterThanOrEqual(61)
    expect({ doubled, onChecks }).toEqual({ doubled: 0, onChecks: counted })
    // The first slot of a monitor lies beside its plan.
    const planned = [...slots].filter((slot) => (slot - dueAt) % 60_000 === 0)
    const { dueAt: next } = await telltale.monitors.get(id)
    expect(planned.length + counted).toBe((next - Math.min(...planned)) / 60_000)
    expect(await telltale.monitors.summary(id)).toMatchObject({ missedSlots: counted })
    // A backup has them too.
    const { telltale: other } = startTelltale({ clock, adapters: [scriptedProbe(() => 5)] })
    await other.backup.import(() => telltale.backup.export())
    expect(await other.monitors.missedSlots(id)).toEqual(await telltale.monitors.missedSlots(id))
  })

  it('are counted when nothing catches up on them', async () => {
    const { id, dueAt, clock, start } = await stoppedMonitor({ missedRuns: 'skip' })
    await clock.advanceTo(dueAt + hour)
    const telltale = await start()
    await clock.advance(1_000)
    expect(await slotsOf(telltale, id)).toMatchObject({ missed: 61, onChecks: 0 })
  })

  it('are none in maintenance, nor while it is paused', async () => {
    const maintenance = [{ from: begin + hour / 2, to: begin + 2 * hour }]
    const { id, dueAt, clock, start } = await stoppedMonitor({ maintenance })
    const gap = Math.ceil((begin + hour / 2 - dueAt) / 60_000)
    await clock.advanceTo(begin + 2 * hour - 1)
    const telltale = await start()
    await clock.advance(0)
    expect(await slotsOf(telltale, id)).toMatchObject({ missed: gap })
    await telltale.monitors.update(id, { paused: true })
    await clock.advance(hour)
    await telltale.monitors.update(id, { paused: false })
    await clock.advance(hour)
    expect(await slotsOf(telltale, id)).toMatchObject({ missed: gap, doubled: 0 })
  })

  it('are counted by the plan that held at their time', async () => {
    const { id, dueAt, clock, start, open } = await stoppedMonitor()
    await clock.advanceTo(dueAt + hour)
    await open().monitors.update(id, { every: '1s' })
    await clock.advance(10_000)
    const telltale = await start()
    await clock.advance(1_000)
    const { doubled, slots, missed } = await slotsOf(telltale, id)
    expect(doubled).toBe(0)
    // 61 by the minute, and by the second those of the ten seconds until the process was started; the first is off the grid.
    const since = [...slots].filter((slot) => slot > dueAt + hour).toSorted()
    expect([10, 11]).toContain(missed - 61)
    expect(since.length).toBeGreaterThan(0)
  })

  it('are those that pass during a check that takes longer than its interval', async () => {
    const clock = testClock({ now: begin })
    let end = () => {}
    const { telltale } = startTelltale({
      clock,
      adapters: [
        {
          ...scriptedProbe(() => 5),
          probe: {
            matches: ({ protocol }) => protocol === 'script:',
            check: () =>
              new Promise((resolve) => {
                end = () => resolve({ latencyMs: 5, phases: {}, uncertaintyMs: 0 })
              }),
          },
        },
      ],
    })
    const { id } = await telltale.monitors.create({ url: 'script:a', every: '10s' })
    await telltale.start()
    await clock.advance(9_000)
    end()
    await clock.advance(0)
    const { dueAt } = await telltale.monitors.get(id)
    await clock.advanceTo(dueAt + 35_000)
    end()
    await clock.advance(0)
    expect((await telltale.monitors.checks(id)).items[0]).toMatchObject({ slotAt: dueAt, missedSlots: 3 })
    end()
  })

  it('of a product are counted as well', async () => {
    const storage = memoryStorage()
    const clock = testClock({ now: begin })
    const shop = {
      ...scriptedProbe(() => 5),
      products: {
        matches: ({ hostname }: URL) => hostname === '127.0.0.1',
        extract: () => ({ status: 'unread', reason: 'no-price', message: 'none' }) as const,
      },
    }
    const open = () => startTelltale({ storage: keepOpen(storage), clock, adapters: [shop] }).telltale
    const before = open()
    const { id, dueAt } = await before.products.track('http://127.0.0.1:1/', { every: '1d' })
    await clock.advanceTo(dueAt + 7.5 * 24 * hour)
    const telltale = open()
    const refreshed = nextEvents(telltale, 'product:refreshed', 1)
    await telltale.start()
    await clock.advance(0)
    expect((await refreshed)[0]?.observation).toMatchObject({ missedSlots: 8 })
    expect((await telltale.products.missedSlots(id)).items).toMatchObject([{ from: dueAt, count: 8 }])
  })
})
