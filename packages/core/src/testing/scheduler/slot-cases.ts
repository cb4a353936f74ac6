import assert from 'node:assert/strict'
import { hourMs, job, type Proof, secondMs } from './fixture.js'

/** Conformance cases of a scheduler: slots. */
export const slotCases: Record<string, Proof> = {
  'runs a job at its slot and never before': async ({ clock, scheduler, start, work, runs }) => {
    await work()
    await scheduler.enqueue(job('a', start + 10 * secondMs))
    await clock.advanceTo(start + 10 * secondMs - 1)
    assert.equal(runs.length, 0, 'the job ran before its slot')
    await clock.advanceTo(start + 10 * secondMs)
    assert.equal(runs.length, 1, 'the job did not run at its slot')
    await clock.advance(hourMs)
    assert.equal(runs.length, 1, 'the job ran more than once')
  },
  'runs a job at once when its slot has passed': async ({ clock, scheduler, start, work, runs }) => {
    await work()
    await scheduler.enqueue(job('a', start - hourMs))
    await clock.advance(0)
    assert.equal(runs.length, 1)
  },
  'hands over the job as it was enqueued': async ({ clock, scheduler, start, work, runs }) => {
    await work()
    await scheduler.enqueue(job('monitor:1', start + 5, { owner: 'ana', tries: [1, 2] }))
    await clock.advance(secondMs)
    const [run] = runs
    assert.deepEqual(
      { id: run?.id, slotAt: run?.slotAt, data: run?.data, attempt: run?.attempt },
      { id: 'monitor:1', slotAt: start + 5, data: { owner: 'ana', tries: [1, 2] }, attempt: 1 },
    )
    assert.equal(run?.signal.aborted, false)
  },
  'keeps jobs that are enqueued before it works': async ({ clock, scheduler, start, work, begun }) => {
    await scheduler.enqueue(job('a', start + secondMs))
    await clock.advance(5 * secondMs)
    assert.deepEqual(begun(), [])
    await work()
    await clock.advance(0)
    assert.deepEqual(begun(), ['a@1'])
  },
  'runs an earlier job that is enqueued after a later one': async ({
    clock,
    scheduler,
    start,
    work,
    begun,
  }) => {
    await work()
    await scheduler.enqueue(job('late', start + 60 * secondMs))
    await scheduler.enqueue(job('early', start + secondMs))
    await clock.advance(secondMs)
    assert.deepEqual(begun(), ['early@1'])
    await clock.advance(59 * secondMs)
    assert.deepEqual(begun(), ['early@1', 'late@60'])
  },
  'waits for a slot that is months away': async ({ clock, scheduler, start, work, runs }) => {
    const slotAt = start + 100 * 24 * hourMs
    await work()
    await scheduler.enqueue(job('a', slotAt))
    await clock.advanceTo(slotAt - 1)
    assert.equal(runs.length, 0)
    await clock.advanceTo(slotAt)
    assert.equal(runs.length, 1)
  },
}
