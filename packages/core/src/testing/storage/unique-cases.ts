import assert from 'node:assert/strict'
import { insert, type Proof, stored, update } from './fixture.js'
import { idOf, sample } from './sample-tables.js'

/** Conformance cases of a collection: ids and unique keys. */
export const uniqueCases: Record<string, Proof> = {
  'unique: no two records of one owner share a unique key': async ({ samples }) => {
    await insert(samples, [sample(1, { nickname: 'One' }), sample(2, { nickname: 'Two' })])
    const results = await samples.write([
      { insert: sample(3, { name: 'sample 1' }) },
      { insert: sample(4, { nickname: 'One' }) },
      { insert: sample(5, { nickname: 'One', kind: 'other' }) },
      { update: sample(2, { nickname: 'One' }) },
    ])
    assert.deepEqual(
      results.map((result) => (result.ok ? 'ok' : result.reason)),
      ['unique', 'unique', 'ok', 'unique'],
    )
  },
  'unique: two owners may share a unique key, and an id': async ({ samples }) => {
    await insert(samples, [sample(1), sample(1, { ownerId: 'bo' })])
    assert.equal(await update(samples, sample(1, { ownerId: 'bo', order: 5 })), 'ok')
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1))
    assert.deepEqual(await samples.get('bo', idOf(1)), sample(1, { ownerId: 'bo', order: 5, version: 2 }))
  },
  'unique: a key is free again when its record gives it up or is deleted': async ({ samples }) => {
    await insert(samples, [sample(1, { name: 'wanted' })])
    assert.equal(await update(samples, sample(1, { name: 'given up' })), 'ok')
    await insert(samples, [sample(2, { name: 'wanted' })])
    assert.equal(await samples.delete('ana', [idOf(2)]), 1)
    await insert(samples, [sample(3, { name: 'wanted' })])
    assert.equal(await samples.count('ana'), 2)
  },
  'unique: a record keeps its own keys when it is updated': async ({ samples }) => {
    await insert(samples, [sample(1, { nickname: 'One' })])
    const [result] = await samples.write([{ update: sample(1, { nickname: 'One', order: 9 }) }])
    assert.equal(stored(result).order, 9)
  },
  'unique: a record that lacks a column of a key shares it with none': async ({ samples }) => {
    await insert(samples, [sample(1), sample(2)])
    assert.equal(await update(samples, sample(2, { nickname: 'Two' })), 'ok')
    assert.equal(await update(samples, sample(2, { version: 2 })), 'ok')
    await insert(samples, [sample(3, { nickname: 'Two' })])
    assert.equal(await samples.count('ana'), 3)
  },
  'unique: one of many concurrent inserts with one key goes through': async ({ samples }) => {
    const numbers = Array.from({ length: 25 }, (_, index) => index)
    const results = await Promise.all(
      numbers.map((number) => samples.write([{ insert: sample(number, { name: 'wanted' }) }])),
    )
    assert.equal(results.flat().filter(({ ok }) => ok).length, 1)
    assert.equal(await samples.count('ana'), 1)
  },
}
