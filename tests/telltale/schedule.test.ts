import { http } from '@telltale/adapters/http'
import { createTelltale } from '@telltale/core'
import { testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { keepOpen } from './keep-open.js'
import { nextEvents, startTelltale } from './start.js'
import { Target } from './target.js'

describe('the schedule', () => {
  it('checks at every slot, on a grid that does not drift', async () => {
    const target = await Target.start()
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.monitors.create({ url: target.url, every: '30s' })
    await telltale.start()
    const slots: number[] = []
    for (let count = 0; count < 5; count++) {
      const { dueAt } = await telltale.monitors.get(id)
      const checked = nextEvents(telltale, 'monitor:checked', 1)
      await clock.advanceTo(dueAt)
      const [event] = await checked
      // Each check but the first, which comes beside the grid, ends 700 ms late on this clock; the next slot does not mind.
      if (count > 0) await clock.advance(700)
      slots.push(event?.check.slotAt ?? Number.NaN)
    }
    const gaps = slots.slice(2).map((slot, index) => slot - (slots[index + 1] as number))
    expect(gaps).toEqual([30_000, 30_000, 30_000])
  })

  it('resumes the monitors in the storage where they were left', async () => {
    const target = await Target.start()
    const storage = memoryStorage()
    const clock = testClock()
    const make = () =>
      createTelltale({
        storage: keepOpen(storage),
        adapters: [http()],
        clock,
        http: { allow: ['127.0.0.1'] },
      })
    const before = make()
    const { id, dueAt } = await before.monitors.create({ url: target.url, every: '10s' })
    await before.close()
    const after = make()
    const checked = nextEvents(after, 'monitor:checked', 1)
    await after.start()
    await clock.advanceTo(dueAt)
    expect((await checked)[0]).toMatchObject({ monitor: { id }, check: { slotAt: dueAt } })
    await after.close()
    expect(target.requests).toBe(1)
  })

  it('runs each slot once when two processes share a storage', async () => {
    const target = await Target.start()
    const storage = memoryStorage()
    const clock = testClock()
    const [first, second] = [0, 1].map(() =>
      createTelltale({
        storage: keepOpen(storage),
        adapters: [http()],
        clock,
        http: { allow: ['127.0.0.1'] },
      }),
    )
    if (!first || !second) throw new Error('two were made')
    const { id } = await first.monitors.create({ url: target.url, every: '10s' })
    await Promise.all([first.start(), second.start()])
    for (let count = 0; count < 4; count++) {
      const checked = Promise.race([
        nextEvents(first, 'monitor:checked', 1),
        nextEvents(second, 'monitor:checked', 1),
      ])
      await clock.advance(10_000)
      await checked
    }
    await Promise.all([first.close(), second.close()])
    const again = createTelltale({ storage, adapters: [http()], clock, http: { allow: ['127.0.0.1'] } })
    const slots = (await again.monitors.checks(id)).items.map(({ slotAt }) => slotAt)
    await again.close()
    expect(new Set(slots).size).toBe(slots.length)
    expect(slots.length).toBe(target.requests)
  })

  it('does not check a paused monitor until it is resumed', async () => {
    const target = await Target.start()
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.monitors.create({ url: target.url, every: '1s', paused: true })
    await telltale.start()
    await clock.advance(60_000)
    expect(target.requests).toBe(0)
    await telltale.monitors.update(id, { paused: false })
    const checked = nextEvents(telltale, 'monitor:checked', 1)
    // One interval has one slot.
    await clock.advance(1_000)
    await checked
    expect(target.requests).toBe(1)
  })

  it('stops when the monitor is deleted', async () => {
    const target = await Target.start()
    const { telltale, clock } = startTelltale()
    const { id } = await telltale.monitors.create({ url: target.url, every: '1s' })
    await telltale.start()
    await telltale.monitors.delete(id)
    await clock.advance(60_000)
    expect(target.requests).toBe(0)
  })
})
