import assert from 'node:assert/strict'
import { everyOwner } from '../../ports/index.js'
import { everything, insert, type Proof } from './fixture.js'
import { idOf, sample } from './sample-tables.js'

/** Conformance cases of a collection: deletion. */
export const deleteCases: Record<string, Proof> = {
  'delete: removes the records that are there, and says how many': async ({ samples }) => {
    await insert(samples, [sample(1), sample(2), sample(3)])
    assert.equal(await samples.delete('ana', [idOf(1), idOf(3), idOf(9), idOf(1)]), 2)
    assert.equal(await samples.delete('ana', [idOf(1)]), 0)
    assert.equal(await samples.delete('ana', []), 0)
    assert.deepEqual(await everything(samples), [sample(2)])
  },
  'delete: removes a leased record too, and its lease with it': async ({ samples }) => {
    await insert(samples, [sample(1)])
    await samples.claim('ana', { limit: 1, now: 0, leaseMs: 1_000 })
    assert.equal(await samples.delete('ana', [idOf(1)]), 1)
    await insert(samples, [sample(1)])
    assert.equal((await samples.claim('ana', { limit: 1, now: 0, leaseMs: 1_000 })).length, 1)
  },
  'delete: an id that is none is not there': async ({ samples }) => {
    await insert(samples, [sample(1)])
    assert.equal(await samples.get('ana', 'garbage'), undefined)
    assert.equal(await samples.get('ana', idOf(1).toUpperCase()), undefined)
    assert.equal(await samples.delete('ana', ['garbage', "' or 1=1 --"]), 0)
  },
  'delete: removes from all owners when asked to': async ({ samples }) => {
    await insert(samples, [sample(1), sample(1, { ownerId: 'bo' }), sample(2, { ownerId: 'bo' })])
    assert.equal(await samples.delete(everyOwner, [idOf(1)]), 2)
    assert.deepEqual(await everything(samples, everyOwner), [sample(2, { ownerId: 'bo' })])
  },
}
