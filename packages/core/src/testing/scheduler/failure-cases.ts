import assert from 'node:assert/strict'
import { hourMs, job, type Proof, secondMs } from './fixture.js'

/** Conformance cases of a scheduler: jobs that fail. */
export const failureCases: Record<string, Proof> = {
  'tries a failing job three times with pauses between, then drops it': async (fixture) => {
    const { clock, scheduler, start, work, runs, failures } = fixture
    const triedAt: number[] = []
    await work(({ attempt }) => {
      triedAt.push(clock.now())
      throw new Error(`attempt ${attempt} failed`)
    })
    await scheduler.enqueue(job('a', start))
    await clock.advance(hourMs)
    assert.deepEqual(
      runs.map(({ attempt }) => attempt),
      [1, 2, 3],
    )
    const [first, second, third] = triedAt as [number, number, number]
    assert.ok(first < second && second < third, 'it was tried again without a pause')
    assert.deepEqual(
      failures.map(({ job }) => job.id),
      ['a'],
    )
    assert.match(String(failures[0]?.error), /attempt 3 failed/)
  },
  'drops nothing when a later attempt succeeds': async ({
    clock,
    scheduler,
    start,
    work,
    runs,
    failures,
  }) => {
    await work(({ attempt }) => {
      if (attempt === 1) throw new Error('not yet')
    })
    await scheduler.enqueue(job('a', start))
    await clock.advance(hourMs)
    assert.deepEqual(
      runs.map(({ attempt }) => attempt),
      [1, 2],
    )
    assert.deepEqual(failures, [])
  },
  'goes on with other ids, and with later slots of a failing one': async (fixture) => {
    const { clock, scheduler, start, work, runs, failures } = fixture
    await work(({ id }) => {
      if (id === 'bad') throw new Error('always')
    })
    await scheduler.enqueue(job('bad', start))
    await scheduler.enqueue(job('bad', start + hourMs, 'later'))
    await scheduler.enqueue(job('good', start + secondMs))
    await clock.advance(2 * hourMs)
    assert.equal(runs.filter(({ id }) => id === 'good').length, 1)
    assert.equal(runs.filter(({ data }) => data === 'later').length, 3)
    assert.equal(failures.length, 2)
  },
  'goes on when the failure handler throws': async ({ clock, scheduler, start }) => {
    let attempts = 0
    const handler = async () => {
      attempts += 1
      throw new Error('always')
    }
    await scheduler.work(handler, () => {
      throw new Error('onFailure failed')
    })
    await scheduler.enqueue(job('a', start))
    await scheduler.enqueue(job('b', start + hourMs))
    await clock.advance(2 * hourMs)
    assert.equal(attempts, 6)
  },
}
