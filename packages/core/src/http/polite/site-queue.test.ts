import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testClock } from '../../testing/test-clock.js'
import { localDependencies } from '../client/pipeline.js'
import { SiteQueue } from './site-queue.js'

interface Asker {
  /** The number of calls, all of which wait from the beginning. */
  readonly calls: number
  /** The delays of its wake-ups, which repeat in a cycle. */
  readonly lateMs: readonly number[]
}

/** Returns the send times of all calls to a site, by processes that share its queue and wake up late. */
async function sendingTimes(gapMs: number, storageMs: number, askers: readonly Asker[]): Promise<number[]> {
  const clock = testClock({ now: 0 })
  const until = (at: number) => new Promise<void>((resolve) => clock.wakeAt(at, resolve))
  const { reserve } = localDependencies()
  const sent: number[] = []
  const ask = async ({ calls, lateMs }: Asker) => {
    let wakes = 0
    const queue = new SiteQueue(async (some) => {
      const at = await reserve('shared', 'shop.example', some)
      await until(clock.now() + storageMs)
      return at
    })
    for (let waitingCount = calls; waitingCount > 0; ) {
      const request = { gapMs, waitingCount, pausedUntil: 0 }
      await until((await queue.nextSlot(clock.now(), request)) + (lateMs[wakes++ % lateMs.length] ?? 0))
      if (!queue.trySend(clock.now(), request)) continue
      sent.push(clock.now())
      waitingCount -= 1
    }
  }
  let left = askers.length
  for (const asker of askers) void ask(asker).then(() => left--)
  while (left > 0) await clock.advance(10 * gapMs)
  return sent
}

const total = (askers: readonly Asker[]) => askers.reduce((sum, { calls }) => sum + calls, 0)

describe('the queue of a site', () => {
  it('keeps the calls of all processes a gap apart, however late each process is', async () => {
    const lateMs = fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, fc.nat(400)), {
      minLength: 1,
      maxLength: 10,
    })
    const askers = fc.array(fc.record({ calls: fc.integer({ min: 1, max: 20 }), lateMs }), {
      minLength: 1,
      maxLength: 4,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: 300 }),
        fc.nat(80),
        askers,
        async (gapMs, storageMs, some) => {
          const sent = await sendingTimes(gapMs, storageMs, some)
          expect(sent).toHaveLength(total(some))
          for (const [index, at] of sent.slice(1).entries())
            expect(at - (sent[index] ?? 0)).toBeGreaterThanOrEqual(gapMs)
        },
      ),
      { numRuns: 60, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it('costs processes that are a few milliseconds late no more than 8 % of the time', async () => {
    const askers = Array.from({ length: 4 }, () => ({ calls: 25, lateMs: [1, 0, 9, 2, 4] }))
    const sent = await sendingTimes(500, 8, askers)
    expect(Math.max(...sent) - Math.min(...sent)).toBeLessThan(1.08 * 99 * 500)
  })

  it('reserves a longer block after a process has missed all slots of the last one', async () => {
    const taken: number[] = []
    const queue = new SiteQueue(async ({ now, count }) => {
      taken.push(count)
      return now
    })
    const request = { gapMs: 100, waitingCount: 1, pausedUntil: 0 }
    for (const now of [0, 500, 1_000, 1_500]) await queue.nextSlot(now, request)
    expect(taken).toEqual([1, 2, 3, 4])
  })

  it('doubles blocks while many calls wait, and shrinks them when slots were left unused', async () => {
    const taken: number[] = []
    const queue = new SiteQueue(async ({ now, count }) => {
      taken.push(count)
      return now
    })
    const request = { gapMs: 100, waitingCount: 50, pausedUntil: 0 }
    const send = async (count: number, now: number) => {
      for (let sent = 0; sent < count; sent++)
        queue.trySend(await queue.nextSlot(now + sent * 105, request), request)
    }
    await send(4, 0)
    await send(2, 1_000)
    await send(1, 3_000)
    expect(taken).toEqual([4, 8, 2])
  })

  it('sends nothing during a pause that the site asked for', async () => {
    const queue = new SiteQueue(async ({ now }) => now)
    const request = { gapMs: 100, waitingCount: 1, pausedUntil: 0 }
    await queue.nextSlot(0, request)
    expect(queue.trySend(0, { ...request, pausedUntil: 5_000 })).toBe(false)
    expect(await queue.nextSlot(0, { ...request, pausedUntil: 5_000 })).toBe(5_000)
    expect(queue.trySend(5_000, request)).toBe(true)
  })
})
