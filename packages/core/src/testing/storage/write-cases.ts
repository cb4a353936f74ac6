import assert from 'node:assert/strict'
import { everything, insert, type Proof, refusal, stored, update } from './fixture.js'
import { idOf, type Sample, sample, start } from './sample-tables.js'

/** Conformance cases of a collection: inserts and updates. */
export const writeCases: Record<string, Proof> = {
  'write: gives a result for each operation, in order, each seeing those before it': async ({ samples }) => {
    const results = await samples.write([
      { insert: sample(1) },
      { insert: sample(2, { name: 'sample 1' }) },
      { update: sample(1, { order: 10 }) },
      { update: sample(1, { order: 11 }) },
      { update: sample(3) },
      { insert: sample(1, { name: 'another name' }) },
      { insert: sample(4) },
    ])
    assert.deepEqual(results, [
      { ok: true, record: sample(1) },
      { ok: false, reason: 'unique' },
      { ok: true, record: sample(1, { order: 10, version: 2 }) },
      { ok: false, reason: 'version' },
      { ok: false, reason: 'missing' },
      { ok: false, reason: 'unique' },
      { ok: true, record: sample(4) },
    ])
    assert.deepEqual(await everything(samples), [sample(1, { order: 10, version: 2 }), sample(4)])
    assert.deepEqual(await samples.write([]), [])
  },
  'write: stores an insert with version 1, and each update with one more': async ({ samples }) => {
    const [first] = await samples.write([{ insert: sample(1, { version: 7 }) }])
    assert.equal(stored(first).version, 1)
    for (const version of [1, 2, 3]) {
      const [next] = await samples.write([{ update: sample(1, { version, updatedAt: start + version }) }])
      assert.equal(stored(next).version, version + 1)
      assert.deepEqual(await samples.get('ana', idOf(1)), stored(next))
    }
  },
  'write: an update replaces the whole record: an optional key that is left out is gone': async ({
    samples,
  }) => {
    await insert(samples, [sample(1, { nickname: 'One', price: '1.5', details: { a: 1 } })])
    assert.equal(await update(samples, sample(1, { price: '2.5' })), 'ok')
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, { price: '2.5', version: 2 }))
  },
  'write: an update that is refused changes nothing': async ({ samples }) => {
    await insert(samples, [sample(1), sample(2)])
    assert.equal(await update(samples, sample(1, { name: 'sample 2' })), 'unique')
    assert.equal(await update(samples, sample(1, { name: 'new', version: 2 })), 'version')
    assert.deepEqual(await everything(samples), [sample(1), sample(2)])
  },
  'write: a missing record is told before a stale version, and that before a taken key': async ({
    samples,
  }) => {
    await insert(samples, [sample(1), sample(2)])
    assert.equal(await update(samples, sample(3, { name: 'sample 2', version: 5 })), 'missing')
    assert.equal(await update(samples, sample(1, { name: 'sample 2', version: 5 })), 'version')
    assert.equal(await update(samples, sample(1, { name: 'sample 2' })), 'unique')
  },
  'write: one record that does not fit its columns has the whole call refused': async ({ samples }) => {
    const misfits: Readonly<Record<string, object>> = {
      'a number for text': { name: 7 },
      'text with U+0000': { name: 'a\0b' },
      'half of a surrogate pair': { name: 'a\ud800b' },
      'a fraction for an integer': { order: 1.5 },
      'an integer too large to be exact': { order: 2 ** 53 },
      'no number': { ratio: Number.NaN },
      'a time with a fraction': { dueAt: 0.5 },
      'a time after the year 9999': { dueAt: 253_402_300_800_000 },
      'a number for a decimal': { price: 1.5 },
      'a decimal with an exponent': { price: '1e5' },
      'a decimal with a needless zero': { price: '01.5' },
      'a word for a boolean': { active: 'true' },
      'null for an optional column': { nickname: null },
      'a bare null for JSON': { details: null },
      'a function within JSON': { details: { a: () => 1 } },
      'a date within JSON': { details: { a: new Date(0) } },
      'U+0000 within JSON': { details: ['a\0b'] },
      'a column left out': { kind: undefined },
      'a column that was not declared': { colour: 'red' },
      'an id that is no UUID': { id: 'one' },
      'no owner': { ownerId: '' },
      'version 0': { version: 0 },
    }
    for (const [what, misfit] of Object.entries(misfits)) {
      const bad = { ...sample(2), ...misfit } as unknown as Sample
      await assert.rejects(samples.write([{ insert: sample(1) }, { insert: bad }]), refusal, what)
    }
    assert.equal(await samples.count('ana'), 0)
  },
}
