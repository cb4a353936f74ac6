import assert from 'node:assert/strict'
import { type ClaimQuery, everyOwner } from '../../ports/index.js'
import { everything, insert, type Proof, refusal, update } from './fixture.js'
import { idOf, type Sample, sample, start } from './sample-tables.js'

const claim: ClaimQuery<Sample> = { limit: 10, now: start, leaseMs: 500 }
const names = (items: readonly Sample[]) => items.map(({ name }) => name)

/** Conformance cases of a collection: claims. */
export const claimCases: Record<string, Proof> = {
  'claim: each record goes to one of many claimers only': async ({ samples }) => {
    const all = Array.from({ length: 40 }, (_, number) => sample(number))
    await insert(samples, all)
    const claimers = Array.from({ length: 10 }, () => samples.claim('ana', { ...claim, limit: 5 }))
    const claimed = (await Promise.all(claimers)).flat()
    const left = await samples.claim('ana', { ...claim, limit: 100 })
    assert.deepEqual(names([...claimed, ...left]).toSorted(), names(all).toSorted())
    assert.deepEqual(await samples.claim('ana', claim), [])
  },
  'claim: a lease ends when the time has reached its end, not before': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const versionsAt = async (now: number) =>
      (await samples.claim('ana', { ...claim, now })).map(({ version }) => version)
    assert.deepEqual(await versionsAt(start), [2])
    assert.deepEqual(await versionsAt(start + 499), [])
    assert.deepEqual(await versionsAt(start + 500), [3])
    assert.deepEqual(await versionsAt(start + 999), [])
    assert.deepEqual(await versionsAt(start + 1_000), [4])
  },
  'claim: the version that it adds fences whoever held the record before': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const [first] = await samples.claim('ana', claim)
    const [second] = await samples.claim('ana', { ...claim, now: start + 500 })
    assert.ok(first && second)
    assert.equal(await update(samples, sample(1)), 'version')
    assert.equal(await update(samples, first), 'version')
    assert.equal(await update(samples, second), 'ok')
  },
  'claim: an update ends the lease': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const [held] = await samples.claim('ana', claim)
    assert.ok(held)
    assert.deepEqual(await samples.claim('ana', claim), [])
    assert.equal(await update(samples, held), 'ok')
    assert.equal((await samples.claim('ana', claim)).length, 1)
  },
  'claim: an update that is refused leaves the lease as it is': async ({ samples }) => {
    await insert(samples, [sample(1)])
    await samples.claim('ana', claim)
    assert.equal(await update(samples, sample(1)), 'version')
    assert.deepEqual(await samples.claim('ana', claim), [])
  },
  'claim: changes nothing of the record but its version': async ({ samples }) => {
    await insert(samples, [sample(1, { details: { a: 1 } })])
    const expected = sample(1, { details: { a: 1 }, version: 2 })
    assert.deepEqual(await samples.claim('ana', claim), [expected])
    assert.deepEqual(await samples.get('ana', idOf(1)), expected)
  },
  'claim: takes what matches, in the order asked for, up to the limit': async ({ samples }) => {
    const dues = [50, 10, 40, 20, 30, 60]
    await insert(
      samples,
      dues.map((due, number) =>
        sample(number, { dueAt: start + due, kind: number === 3 ? 'other' : 'plain' }),
      ),
    )
    const where = { kind: 'plain', dueAt: { lte: start + 50 } }
    const orderBy = { column: 'dueAt', direction: 'asc' } as const
    const query = { ...claim, where, orderBy, limit: 3 }
    assert.deepEqual(names(await samples.claim('ana', query)), ['sample 1', 'sample 4', 'sample 2'])
    assert.deepEqual(names(await samples.claim('ana', query)), ['sample 0'])
    const downwards = { ...claim, orderBy: { ...orderBy, direction: 'desc' } as const }
    assert.deepEqual(names(await samples.claim('ana', downwards)), ['sample 5', 'sample 3'])
  },
  'claim: takes by id upwards unless asked otherwise': async ({ samples }) => {
    await insert(samples, [sample(3, { order: 1 }), sample(1, { order: 3 }), sample(2)])
    assert.deepEqual(names(await samples.claim('ana', { ...claim, limit: 2 })), ['sample 1', 'sample 2'])
  },
  'claim: takes from one owner, or from all': async ({ samples }) => {
    const items = ['ana', 'bo', 'cy', 'ana'].map((ownerId, number) => sample(number, { ownerId }))
    await insert(samples, items)
    assert.deepEqual(names(await samples.claim('ana', claim)), ['sample 0', 'sample 3'])
    assert.deepEqual(names(await samples.claim(everyOwner, claim)), ['sample 1', 'sample 2'])
    assert.deepEqual(await samples.claim(everyOwner, claim), [])
  },
  'claim: a question that makes no sense is refused, and leases nothing': async ({ samples }) => {
    await insert(samples, [sample(1)])
    const nonsense = [
      { limit: 0 },
      { limit: 0.5 },
      { leaseMs: 0 },
      { leaseMs: -1 },
      { leaseMs: 1.5 },
      { now: 0.5 },
    ]
    for (const changes of nonsense)
      await assert.rejects(samples.claim('ana', { ...claim, ...changes }), refusal, JSON.stringify(changes))
    assert.deepEqual(await everything(samples), [sample(1)])
  },
}
