import assert from 'node:assert/strict'
import { hourMs, job, type Proof, secondMs } from './fixture.js'

/** Conformance cases of a scheduler: ids of jobs. */
export const idCases: Record<string, Proof> = {
  'runs the same id and slot once, however often it is enqueued': async (fixture) => {
    const { clock, scheduler, start, work, begun } = fixture
    for (let time = 0; time < 3; time++) await scheduler.enqueue(job('a', start + secondMs))
    await work()
    await clock.advance(hourMs)
    assert.deepEqual(begun(), ['a@1'])
  },
  'takes the same id and slot again only after the first has ended': async (fixture) => {
    const { clock, scheduler, start, workManually, runs } = fixture
    await workManually()
    await scheduler.enqueue(job('a', start))
    await clock.advance(0)
    await scheduler.enqueue(job('a', start))
    runs[0]?.end()
    await clock.advance(hourMs)
    assert.equal(runs.length, 1, 'it was taken while the first was running')
    await scheduler.enqueue(job('a', start))
    await clock.advance(0)
    assert.equal(runs.length, 2, 'it was not taken after the first had ended')
  },
  'never runs two jobs of one id side by side': async ({
    clock,
    scheduler,
    start,
    workManually,
    runs,
    begun,
  }) => {
    await workManually()
    await scheduler.enqueue(job('a', start + 1 * secondMs))
    await scheduler.enqueue(job('a', start + 3 * secondMs))
    await scheduler.enqueue(job('a', start + 2 * secondMs))
    await clock.advance(hourMs)
    assert.deepEqual(begun(), ['a@1'])
    runs[0]?.end()
    await clock.advance(0)
    assert.deepEqual(begun(), ['a@1', 'a@2'])
    runs[1]?.end()
    await clock.advance(0)
    assert.deepEqual(begun(), ['a@1', 'a@2', 'a@3'])
  },
  'runs jobs of different ids side by side': async ({ clock, scheduler, start, workManually, runs }) => {
    await workManually()
    for (const id of ['a', 'b', 'c']) await scheduler.enqueue(job(id, start))
    await clock.advance(0)
    assert.deepEqual(runs.map(({ id }) => id).toSorted(), ['a', 'b', 'c'])
  },
  'forgets every slot of a removed id, and of no other': async ({ clock, scheduler, start, work, begun }) => {
    await work()
    for (const seconds of [1, 2, 3]) await scheduler.enqueue(job('gone', start + seconds * secondMs))
    await scheduler.enqueue(job('kept', start + 2 * secondMs))
    await scheduler.remove('gone')
    await scheduler.remove('never there')
    await clock.advance(hourMs)
    assert.deepEqual(begun(), ['kept@2'])
  },
  'takes a removed id again': async ({ clock, scheduler, start, work, begun }) => {
    await work()
    await scheduler.enqueue(job('a', start + secondMs))
    await scheduler.remove('a')
    await scheduler.enqueue(job('a', start + 2 * secondMs))
    await clock.advance(hourMs)
    assert.deepEqual(begun(), ['a@2'])
  },
  'lets a running job end when its id is removed': async ({
    clock,
    scheduler,
    start,
    workManually,
    runs,
    begun,
  }) => {
    await workManually()
    await scheduler.enqueue(job('a', start))
    await scheduler.enqueue(job('a', start + secondMs))
    await clock.advance(0)
    await scheduler.remove('a')
    assert.equal(runs[0]?.signal.aborted, false)
    runs[0]?.end()
    await clock.advance(hourMs)
    assert.deepEqual(begun(), ['a@0'])
  },
}
