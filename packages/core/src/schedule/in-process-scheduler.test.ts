import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import type { JobRun } from '../ports/index.js'
import { testClock } from '../testing/index.js'
import { inProcessScheduler } from './index.js'

const job = (id: string, slotAt: number) => ({ id, slotAt, data: null })

let unexpectedFailures: string[] = []
const unexpected = (error: unknown) => void unexpectedFailures.push(String(error))
beforeEach(() => {
  unexpectedFailures = []
})
afterEach(() => expect(unexpectedFailures).toEqual([]))

describe('inProcessScheduler', () => {
  it('runs no more jobs at a time than it is allowed, and all in the end, the earliest slots first', async () => {
    const clock = testClock()
    const scheduler = inProcessScheduler({ clock, concurrency: 3 })
    const order: number[] = []
    let running = 0
    let most = 0
    await scheduler.work(async ({ slotAt }) => {
      order.push(slotAt)
      most = Math.max(most, ++running)
      await new Promise<void>((resolve) => clock.wakeAt(clock.now() + 10, resolve))
      running -= 1
    }, unexpected)
    const slots = [7, 3, 9, 1, 5, 8, 2, 6, 4, 10].map((back) => clock.now() - back)
    for (const slotAt of slots) await scheduler.enqueue(job(`job ${slotAt}`, slotAt))
    await clock.advance(100)
    expect(most).toBe(3)
    expect(order).toEqual(slots.toSorted((a, b) => a - b))
  })

  it('sets one timer, however many jobs wait', async () => {
    const clock = testClock()
    const scheduler = inProcessScheduler({ clock })
    await scheduler.work(async () => {}, unexpected)
    for (let index = 0; index < 50_000; index++)
      await scheduler.enqueue(job(`job ${index}`, clock.now() + 1 + ((index * 7_919) % 1_000_000)))
    expect(clock.pending).toBe(1)
    await scheduler.close()
    expect(clock.pending).toBe(0)
  })

  it('sets no timer when nothing waits any more', async () => {
    const clock = testClock()
    const scheduler = inProcessScheduler({ clock })
    await scheduler.work(async () => {}, unexpected)
    await scheduler.enqueue(job('a', clock.now() + 1_000))
    await scheduler.remove('a')
    expect(clock.pending).toBe(0)
  })

  it('retries a failing job after 1 s and again after 5 s', async () => {
    const clock = testClock({ now: 0 })
    const scheduler = inProcessScheduler({ clock })
    const triedAt: number[] = []
    const failed: unknown[] = []
    await scheduler.work(
      async () => {
        triedAt.push(clock.now())
        throw new Error('always')
      },
      (error, { id }) => failed.push([id, String(error)]),
    )
    await scheduler.enqueue(job('a', 0))
    await clock.advance(60_000)
    expect(triedAt).toEqual([0, 1_000, 6_000])
    expect(failed).toEqual([['a', 'Error: always']])
  })

  it.each([
    ['waits for a retry', 500],
    ['runs', 0],
  ])('does not retry a job that is removed while it %s', async (_, removedAt) => {
    const clock = testClock({ now: 0 })
    const scheduler = inProcessScheduler({ clock })
    const runs: JobRun[] = []
    await scheduler.work(async (run) => {
      runs.push(run)
      if (removedAt === 0) await scheduler.remove('a')
      throw new Error('always')
    }, unexpected)
    await scheduler.enqueue(job('a', 0))
    await clock.advance(removedAt)
    await scheduler.remove('a')
    await clock.advance(60_000)
    expect(runs).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })

  it('gives running jobs the grace period before their signal fires', async () => {
    const clock = testClock({ now: 0 })
    const scheduler = inProcessScheduler({ clock, grace: '3s' })
    let stoppedAt = Number.NaN
    await scheduler.work(
      ({ signal }) =>
        new Promise((resolve) =>
          signal.addEventListener('abort', () => {
            stoppedAt = clock.now()
            expect(signal.reason).toMatchObject({ code: 'ABORTED' })
            resolve()
          }),
        ),
      unexpected,
    )
    await scheduler.enqueue(job('a', 0))
    await clock.advance(0)
    const closing = scheduler.close()
    await clock.advance(10_000)
    await closing
    expect(stoppedAt).toBe(3_000)
  })

  it('starts no further due job when a job closes it', async () => {
    const clock = testClock()
    const scheduler = inProcessScheduler({ clock })
    const begun: string[] = []
    await scheduler.work(async ({ id }) => {
      begun.push(id)
      void scheduler.close()
    }, unexpected)
    await scheduler.enqueue(job('first', clock.now() - 2))
    await scheduler.enqueue(job('second', clock.now() - 1))
    await clock.advance(1_000)
    await scheduler.close()
    expect(begun).toEqual(['first'])
  })

  it('runs every slot once and never before, whatever was enqueued, removed or failed in between', async () => {
    const step = fc.record({
      kind: fc.constantFrom('enqueue', 'enqueue', 'enqueue', 'remove', 'advance'),
      id: fc.constantFrom('a', 'b', 'c'),
      seconds: fc.integer({ min: 0, max: 20 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const clock = testClock({ now: 0 })
        const scheduler = inProcessScheduler({ clock, concurrency: 2 })
        const wanted = new Set<string>()
        await scheduler.work(async ({ id, slotAt }) => {
          expect(clock.now()).toBeGreaterThanOrEqual(slotAt)
          expect(wanted.delete(`${id}@${slotAt}`)).toBe(true)
        }, unexpected)
        for (const { kind, id, seconds } of steps) {
          if (kind === 'advance') await clock.advance(seconds * 1_000)
          const slotAt = clock.now() + seconds * 1_000
          if (kind === 'enqueue') {
            wanted.add(`${id}@${slotAt}`)
            await scheduler.enqueue(job(id, slotAt))
          }
          if (kind === 'remove') {
            for (const key of wanted) if (key.startsWith(id)) wanted.delete(key)
            await scheduler.remove(id)
          }
        }
        await clock.advance(60_000)
        expect([...wanted, ...unexpectedFailures]).toEqual([])
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 50, interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it('runs on the clock of the machine', async () => {
    const scheduler = inProcessScheduler()
    const slotAt = Date.now() + 30
    const ranAt = new Promise<number>(
      (resolve) => void scheduler.work(async () => resolve(Date.now()), unexpected),
    )
    await scheduler.enqueue(job('a', slotAt))
    expect(await ranAt).toBeGreaterThanOrEqual(slotAt)
    await scheduler.close()
  })

  it.each([
    [{ concurrency: 0 }, 'concurrency'],
    [{ grace: 'soon' }, "grace: expected a duration such as '500ms'"],
    [{ clock: { now: () => 0 } }, 'clock: expected a clock with now() and wakeAt()'],
    [{ retries: 3 }, "unknown option 'retries'"],
  ])('refuses %o', (options, message) => {
    // @ts-expect-error: these are the mistakes that a program without types can make
    const make = () => inProcessScheduler(options)
    expect(make).toThrow(ValidationError)
    expect(make).toThrow(message)
  })

  it('refuses a slot that is no time, and a second handler', async () => {
    const scheduler = inProcessScheduler({ clock: testClock() })
    await expect(scheduler.enqueue(job('a', Number.NaN))).rejects.toThrow(
      'slotAt: expected epoch milliseconds, got NaN',
    )
    await scheduler.work(async () => {}, unexpected)
    await expect(scheduler.work(async () => {}, unexpected)).rejects.toThrow('a scheduler has one handler')
  })
})
