import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Job, JobRun } from '../ports/index.js'
import { type TestClock, testClock } from '../testing/index.js'
import { inProcessScheduler } from './index.js'
import { withoutPlace } from './place.js'

const secondMs = 1_000
const minuteMs = 60 * secondMs

const unexpected = (error: unknown) => {
  throw error
}

const sleep = (clock: TestClock, ms: number) =>
  new Promise<void>((resolve) => void clock.wakeAt(clock.now() + ms, resolve))

/** A scheduler whose jobs take as long as `durationMs` says. Each start is recorded with its lateness. */
async function simulate(concurrency: number, durationMs: (job: Job) => number) {
  const clock = testClock()
  const scheduler = inProcessScheduler({ clock, concurrency })
  const begun: (JobRun & { readonly latenessMs: number })[] = []
  let made = 0
  await scheduler.work(async (run) => {
    begun.push({ ...run, latenessMs: clock.now() - run.slotAt })
    await sleep(clock, durationMs(run))
  }, unexpected)
  const enqueue = (count: number, job: Partial<Job>) =>
    Promise.all(
      Array.from({ length: count }, () =>
        scheduler.enqueue({ id: `job ${made++}`, slotAt: clock.now(), data: null, kind: 'monitor', ...job }),
      ),
    )
  const of = (ownerId: string) => begun.filter((run) => run.ownerId === ownerId)
  return { clock, scheduler, begun, enqueue, of }
}

/** Jain's index (Jain, Chiu, Hawe, DEC-TR-301, 1984): 1 when all get the same, 1/n when one gets everything. */
function jainIndex(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0)
  return sum ** 2 / (shares.length * shares.reduce((total, share) => total + share ** 2, 0))
}

describe('the places of the scheduler', () => {
  it('leave room for another owner beside 60 targets that are silent for a minute', async () => {
    const { clock, enqueue, of } = await simulate(50, ({ ownerId }) => (ownerId === 'silent' ? minuteMs : 50))
    await enqueue(60, { ownerId: 'silent' })
    await clock.advance(0)
    for (let second = 0; second < 45; second++) {
      await enqueue(10, { ownerId: 'ana' })
      await clock.advance(secondMs)
    }
    expect(of('ana')).toHaveLength(450)
    expect(Math.max(...of('ana').map(({ latenessMs }) => latenessMs))).toBeLessThanOrEqual(100)
    expect(of('silent')).toHaveLength(40)
  })

  it('leave room for another kind of work, of the same owner too', async () => {
    const { clock, enqueue, begun } = await simulate(10, ({ kind }) => (kind === 'product' ? minuteMs : 50))
    await enqueue(200, { ownerId: 'ana', kind: 'product' })
    await clock.advance(0)
    await enqueue(1, { ownerId: 'ana', kind: 'monitor' })
    await enqueue(1, { kind: 'upkeep' })
    await clock.advance(secondMs)
    expect(begun.map(({ kind }) => kind).filter((kind) => kind !== 'product')).toEqual(['monitor', 'upkeep'])
  })

  it('go to all owners alike, however much work each has and however long it takes', async () => {
    const owners = fc.array(fc.integer({ min: 100, max: 400 }), { minLength: 2, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(owners, fc.integer({ min: 2, max: 60 }), async (counts, concurrency) => {
        const { clock, enqueue, of, scheduler } = await simulate(
          concurrency,
          ({ id }) => 20 + (id.length % 3),
        )
        for (const [owner, count] of counts.entries()) await enqueue(count, { ownerId: `owner ${owner}` })
        // As long as each still has work: the one with the least has 100 jobs.
        const rounds = Math.floor((80 * counts.length) / concurrency)
        await clock.advance(rounds * 20)
        const shares = counts.map((_, owner) => of(`owner ${owner}`).length)
        expect(Math.min(...shares)).toBeGreaterThan(0)
        expect(jainIndex(shares)).toBeGreaterThanOrEqual(0.95)
        void scheduler.close()
        await clock.advance(minuteMs)
      }),
      { numRuns: 25, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: false },
    )
  })

  it('let an owner with three jobs go on beside one with 10,000', async () => {
    const { clock, enqueue, of } = await simulate(10, () => 100)
    await enqueue(10_000, { ownerId: 'busy' })
    await clock.advance(secondMs)
    await enqueue(3, { ownerId: 'ana' })
    await clock.advance(200)
    expect(of('ana')).toHaveLength(3)
    expect(of('busy').length).toBeGreaterThan(80)
  })

  it('are used by one owner but for a tenth for other kinds and a tenth for other owners, and by jobs of nobody altogether', async () => {
    const { clock, enqueue, begun, of } = await simulate(50, () => minuteMs)
    await enqueue(60, { ownerId: 'ana' })
    await clock.advance(0)
    expect(of('ana')).toHaveLength(40)
    await enqueue(60, { kind: '' })
    await clock.advance(0)
    expect(begun).toHaveLength(50)
  })
})

describe('a job that waits for the pace of a site', () => {
  it('holds no place meanwhile, and takes one again before it goes on', async () => {
    const clock = testClock()
    const scheduler = inProcessScheduler({ clock, concurrency: 1 })
    const log: string[] = []
    await scheduler.work(async ({ id }) => {
      log.push(`${id} begins`)
      if (id === 'page') await withoutPlace(() => sleep(clock, 10))
      else await sleep(clock, 30)
      log.push(`${id} ends`)
    }, unexpected)
    for (const [index, id] of ['page', 'check', 'later'].entries())
      await scheduler.enqueue({ id, slotAt: clock.now() + index - 10, data: null })
    await clock.advance(100)
    expect(log).toEqual([
      'page begins',
      'check begins',
      'check ends',
      'page ends',
      'later begins',
      'later ends',
    ])
  })

  it('shares its site with seven others at most, and the owners of that site take turns', async () => {
    const { clock, enqueue, begun, of } = await simulate(50, ({ group }) =>
      group === 'slow.example' ? minuteMs : 10,
    )
    const page = { kind: 'product', group: 'slow.example' }
    await enqueue(200, { ...page, ownerId: 'ana' })
    await enqueue(3, { ...page, ownerId: 'ben' })
    await enqueue(5, { ...page, group: 'quick.example', ownerId: 'ana' })
    await clock.advance(0)
    expect(begun.filter(({ group }) => group === 'slow.example')).toHaveLength(8)
    expect(begun.filter(({ group }) => group === 'quick.example')).toHaveLength(5)
    await clock.advance(minuteMs)
    expect(of('ben')).toHaveLength(3)
  })

  it('goes on beside any number of others that fail, wait at once in several branches, or end while they wait', async () => {
    const durations = fc.array(fc.tuple(fc.nat(30), fc.nat(30), fc.constantFrom('a', 'b'), fc.boolean()), {
      minLength: 1,
      maxLength: 40,
    })
    await fc.assert(
      fc.asyncProperty(durations, async (jobs) => {
        const clock = testClock()
        const scheduler = inProcessScheduler({ clock, concurrency: 3 })
        let working = 0
        let done = 0
        await scheduler.work(async ({ data }) => {
          const [before, waiting, , isForked] = data as (typeof jobs)[number]
          expect(++working).toBeLessThanOrEqual(3)
          await sleep(clock, before)
          working -= 1
          if (isForked) void withoutPlace(() => sleep(clock, 2 * waiting))
          await withoutPlace(() => sleep(clock, waiting))
          expect(++working).toBeLessThanOrEqual(3)
          await sleep(clock, before)
          working -= 1
          done += 1
        }, unexpected)
        for (const [index, data] of jobs.entries())
          await scheduler.enqueue({ id: `${index}`, slotAt: clock.now(), ownerId: data[2], data })
        await clock.advance(10 * secondMs)
        expect(done).toBe(jobs.length)
      }),
      { numRuns: 25, interruptAfterTimeLimit: 2_000, markInterruptAsFailure: false },
    )
  })
})
