import assert from 'node:assert/strict'
import type { Job } from '../../ports/index.js'
import { job, type Proof, secondMs } from './fixture.js'

const work = (id: string, slotAt: number, of: Pick<Job, 'kind' | 'ownerId'>): Job => ({
  ...job(id, slotAt),
  ...of,
})

const startsBeside =
  (busy: Pick<Job, 'kind' | 'ownerId'>, other: Pick<Job, 'kind' | 'ownerId'>): Proof =>
  async ({ clock, scheduler, start, workManually, runs }) => {
    await workManually()
    for (let index = 0; index < 200; index++) await scheduler.enqueue(work(`busy ${index}`, start, busy))
    await clock.advance(0)
    await scheduler.enqueue(work('other', start + secondMs, other))
    await clock.advance(secondMs)
    assert.ok(
      runs.some(({ id }) => id === 'other'),
      'it waits for jobs that do not end',
    )
  }

/** Conformance cases of a scheduler: jobs of several kinds and owners. */
export const fairnessCases: Record<string, Proof> = {
  'starts the job of an owner beside any number of jobs of another that do not end': startsBeside(
    { kind: 'monitor', ownerId: 'busy' },
    { kind: 'monitor', ownerId: 'other' },
  ),
  'starts a job beside any number of jobs of another kind that do not end': startsBeside(
    { kind: 'product', ownerId: 'ana' },
    { kind: 'monitor', ownerId: 'ana' },
  ),
  'lets owners with much work and with little go on side by side': async (fixture) => {
    const { clock, scheduler, start, runs } = fixture
    const kind = 'monitor'
    for (let index = 0; index < 5_000; index++)
      await scheduler.enqueue(work(`busy ${index}`, start, { kind, ownerId: 'busy' }))
    for (let index = 0; index < 3; index++)
      await scheduler.enqueue(work(`other ${index}`, start, { kind, ownerId: 'other' }))
    await fixture.work(() => new Promise((resolve) => clock.wakeAt(clock.now() + secondMs, resolve)))
    await clock.advance(3 * secondMs)
    assert.equal(runs.filter(({ ownerId }) => ownerId === 'other').length, 3)
  },
}
