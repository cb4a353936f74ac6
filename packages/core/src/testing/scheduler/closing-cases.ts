import assert from 'node:assert/strict'
import { hourMs, job, type Proof, secondMs } from './fixture.js'

/** Conformance cases of a scheduler: closing. */
export const closingCases: Record<string, Proof> = {
  'begins nothing more once it closes': async ({ clock, scheduler, start, workManually, runs, begun }) => {
    await workManually()
    await scheduler.enqueue(job('runs', start))
    await scheduler.enqueue(job('runs', start + 1))
    await scheduler.enqueue(job('waits', start + secondMs))
    await clock.advance(0)
    const closing = scheduler.close()
    await clock.advance(2 * secondMs)
    runs[0]?.end()
    await closing
    await clock.advance(hourMs)
    assert.deepEqual(begun(), ['runs@0'])
  },
  'waits for running jobs when it closes': async ({ clock, scheduler, start, workManually, runs }) => {
    let isClosed = false
    await workManually()
    await scheduler.enqueue(job('a', start))
    await clock.advance(0)
    const closing = scheduler.close().then(() => {
      isClosed = true
    })
    await clock.advance(10)
    assert.equal(isClosed, false, 'it closed while a job was running')
    assert.equal(runs[0]?.signal.aborted, false, 'the job was given no time')
    runs[0]?.end()
    await clock.advance(0)
    assert.equal(isClosed, true, 'it did not close after the last job had ended')
    await closing
  },
  'tells running jobs to stop when their time is over': async ({
    clock,
    scheduler,
    start,
    work,
    runs,
    failures,
  }) => {
    await work(
      ({ signal }) =>
        new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    await scheduler.enqueue(job('a', start))
    await clock.advance(0)
    let isClosed = false
    void scheduler.close().then(() => {
      isClosed = true
    })
    await clock.advance(hourMs)
    assert.equal(runs[0]?.signal.aborted, true)
    assert.equal(isClosed, true)
    assert.equal(runs.length, 1, 'it tried again after closing')
    assert.ok(failures.length <= 1)
  },
  'may be closed twice, and before it worked': async ({ scheduler }) => {
    await assert.doesNotReject(async () => {
      await Promise.all([scheduler.close(), scheduler.close()])
      await scheduler.close()
    })
  },
  'takes no job once it is closed': async ({ scheduler, start }) => {
    await scheduler.close()
    await assert.rejects(scheduler.enqueue(job('a', start)), { code: 'CLOSED' })
  },
  'leaves no timer behind when it closes': async ({ clock, scheduler, start, work }) => {
    await work()
    await scheduler.enqueue(job('a', start))
    await scheduler.enqueue(job('b', start + hourMs))
    await clock.advance(0)
    await scheduler.close()
    assert.equal(clock.pending, 0)
  },
}
