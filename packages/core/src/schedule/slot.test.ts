import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstSlot, nextSlot, slotGrid } from './slot.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const everyMs = fc.integer({ min: 1, max: 400 * 86_400_000 })
const time = fc.integer({ min: -(2 ** 42), max: 2 ** 42 })
const anyId = fc.string()

describe('nextSlot', () => {
  it('counts from the anchor', () => {
    const grid = { everyMs: 30_000, anchorAt: Date.UTC(2026, 0, 1, 12, 0, 7) }
    expect(nextSlot(grid, Date.UTC(2026, 0, 1, 12, 0, 8))).toBe(Date.UTC(2026, 0, 1, 12, 0, 37))
  })

  it('is strictly after a time that is a slot itself', () => {
    expect(nextSlot({ everyMs: 60_000, anchorAt: 0 }, 120_000)).toBe(180_000)
  })

  it('skips missed slots', () => {
    expect(nextSlot({ everyMs: 60_000, anchorAt: 5 }, 86_400_000)).toBe(86_400_005)
  })

  it('gives slots before the anchor too', () => {
    expect(nextSlot({ everyMs: 1_000, anchorAt: 10_250 }, 0)).toBe(250)
  })

  it('is the one slot within the interval after any time', () => {
    fc.assert(
      fc.property(everyMs, time, time, (every, anchorAt, after) => {
        const slot = nextSlot({ everyMs: every, anchorAt }, after)
        expect(slot).toBeGreaterThan(after)
        expect(slot - every).toBeLessThanOrEqual(after)
        expect((BigInt(slot) - BigInt(anchorAt)) % BigInt(every)).toBe(0n)
      }),
      limits,
    )
  })

  it('does not drift, however late each one is noticed', () => {
    fc.assert(
      fc.property(
        everyMs,
        time,
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (every, anchorAt, delays) => {
          const grid = { everyMs: every, anchorAt }
          const last = delays.reduce(
            (slot, delay) => nextSlot(grid, slot + Math.floor(delay * every)),
            anchorAt,
          )
          expect(last).toBe(anchorAt + delays.length * every)
        },
      ),
      limits,
    )
  })
})

describe('slotGrid', () => {
  it('is always the same for an id, with its anchor within the interval', () => {
    fc.assert(
      fc.property(anyId, everyMs, (id, every) => {
        const grid = slotGrid(id, every)
        expect(grid).toEqual(slotGrid(id, every))
        expect(grid.anchorAt).toBeGreaterThanOrEqual(0)
        expect(grid.anchorAt).toBeLessThan(every)
        expect(Number.isInteger(grid.anchorAt)).toBe(true)
      }),
      limits,
    )
  })

  it.each([
    ['numbered', (index: number) => `monitor-${index}`],
    [
      'sorted by time',
      (index: number) => `019b76da-a800-7${(index % 4096).toString(16).padStart(3, '0')}-8000-${index}`,
    ],
  ])('spreads 10,000 records over a minute when their ids are %s', (_, idOf) => {
    const perSecond = new Array<number>(60).fill(0)
    for (let index = 0; index < 10_000; index++) {
      const second = Math.floor(slotGrid(idOf(index), 60_000).anchorAt / 1_000)
      perSecond[second] = (perSecond[second] as number) + 1
    }
    const mean = 10_000 / 60
    const deviation = Math.sqrt(mean * (1 - 1 / 60))
    expect(Math.max(...perSecond)).toBeLessThan(mean + 5 * deviation)
    expect(Math.min(...perSecond)).toBeGreaterThan(mean - 5 * deviation)
  })
})

describe('firstSlot', () => {
  it('comes within five seconds, or within the interval when that is shorter', () => {
    fc.assert(
      fc.property(anyId, everyMs, time, (id, every, now) => {
        const slot = firstSlot(id, every, now)
        expect(slot).toBeGreaterThanOrEqual(now)
        expect(slot).toBeLessThan(now + Math.min(every, 5_000))
      }),
      limits,
    )
  })

  it('is followed by the grid, less than an interval later', () => {
    fc.assert(
      fc.property(anyId, everyMs, time, (id, every, now) => {
        const first = firstSlot(id, every, now)
        const second = nextSlot(slotGrid(id, every), first)
        expect(second - first).toBeGreaterThan(0)
        expect(second - first).toBeLessThanOrEqual(every)
      }),
      limits,
    )
  })
})
