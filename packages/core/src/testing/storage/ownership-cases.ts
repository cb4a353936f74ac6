import assert from 'node:assert/strict'
import { everyOwner } from '../../ports/index.js'
import { everything, insert, type Proof, refusal, type Samples, update } from './fixture.js'
import { idOf, reading, sample, start } from './sample-tables.js'

/** Reads everything that `bo` can learn from a sample's id or its name. */
async function learnt({ samples }: Samples, number: number) {
  const id = idOf(number)
  const claim = { limit: 10, now: start, leaseMs: 1 }
  return [
    await samples.get('bo', id),
    await samples.page('bo', { where: { id }, limit: 10 }),
    await samples.page('bo', { where: { name: `sample ${number}` }, limit: 10 }),
    await samples.page('bo', { where: { id: { in: [id] } }, limit: 10 }),
    await samples.count('bo', { id }),
    await samples.claim('bo', { ...claim, where: { id } }),
    await update(samples, sample(number, { ownerId: 'bo' })),
    await samples.delete('bo', [id]),
  ]
}

/** Owners whose names are easily taken for each other, or for something else. */
const trickyOwners = [
  'ana',
  'Ana',
  'ana ',
  'аna',
  "o'hara",
  'o"hara',
  '%',
  '_',
  '*',
  'shared',
  'telltale.every-owner',
  'Symbol(telltale.every-owner)',
  'undefined',
  'null',
]

/** Conformance cases of a storage: separation of owners. */
export const ownershipCases: Record<string, Proof> = {
  'owner: a record of another owner is answered for like one that does not exist': async (fixture) => {
    await insert(fixture.samples, [sample(1)])
    const ofForeign = JSON.stringify(await learnt(fixture, 1)).replaceAll('sample 1', 'sample 2')
    assert.equal(ofForeign, JSON.stringify(await learnt(fixture, 2)))
    assert.deepEqual(await everything(fixture.samples), [sample(1)])
    assert.equal((await fixture.samples.claim('ana', { limit: 1, now: start, leaseMs: 1 })).length, 1)
  },
  'owner: two thousand foreign ids leak nothing': async ({ samples }) => {
    const numbers = Array.from({ length: 2_000 }, (_, index) => index)
    for (let from = 0; from < numbers.length; from += 1_000)
      await insert(
        samples,
        numbers.slice(from, from + 1_000).map((number) => sample(number)),
      )
    const ids = numbers.map(idOf)
    for (let from = 0; from < ids.length; from += 100) {
      const found = await Promise.all(ids.slice(from, from + 100).map((id) => samples.get('bo', id)))
      assert.deepEqual(new Set(found), new Set([undefined]))
    }
    const updates = numbers.map((number) => ({ update: sample(number, { ownerId: 'bo' }) }))
    const results = await samples.write(updates)
    assert.deepEqual(
      new Set(results.map((result) => (result.ok ? 'ok' : result.reason))),
      new Set(['missing']),
    )
    const where = { id: { in: ids } }
    assert.deepEqual(await samples.page('bo', { where, limit: 10 }), { items: [] })
    assert.equal(await samples.count('bo', where), 0)
    assert.equal(await samples.delete('bo', ids), 0)
    assert.equal(await samples.count('ana'), numbers.length)
  },
  'owner: an owner is exactly the text that it is': async ({ samples, readings, counters }) => {
    for (const [number, ownerId] of trickyOwners.entries()) {
      await insert(samples, [sample(number, { ownerId, name: 'mine' })])
      await readings.append([reading(0, { ownerId, value: number })])
      await counters.add(ownerId, 'calls', number, { now: start })
    }
    for (const [number, ownerId] of trickyOwners.entries()) {
      assert.deepEqual(await everything(samples, ownerId), [sample(number, { ownerId, name: 'mine' })])
      const latest = await readings.latest(ownerId, ['door'])
      assert.equal(latest.get('door')?.value, number)
      assert.equal((await counters.add(ownerId, 'calls', 0, { now: start })).value, number)
    }
    assert.equal(await samples.count(everyOwner), trickyOwners.length)
  },
  'owner: the rows of another owner are not there': async ({ readings }) => {
    await readings.append([reading(1), reading(2)])
    assert.deepEqual(await readings.latest('bo', ['door']), new Map())
    assert.deepEqual(await readings.range('bo', ['door']), [])
    assert.deepEqual(await readings.page('bo', 'door', { limit: 10 }), { items: [] })
    assert.equal(await readings.deleteKeys('bo', ['door']), 0)
    assert.equal(await readings.append([reading(1, { ownerId: 'bo' })]), 1)
    assert.equal((await readings.range('ana', ['door'])).length, 2)
  },
  'owner: the counters of another owner are others': async ({ counters }) => {
    const now = start
    await counters.add('ana', 'calls', 5, { now })
    assert.deepEqual(await counters.add('bo', 'calls', 1, { now, limit: 1 }), { ok: true, value: 1 })
    assert.equal(await counters.reserve('ana', 'host', { now, gapMs: 100 }), now)
    assert.equal(await counters.reserve('bo', 'host', { now, gapMs: 100 }), now)
  },
  'owner: what is missing is refused, and never stands for all': async ({
    samples,
    readings,
    counters,
    storage,
  }) => {
    const nobody = undefined as unknown as string
    await insert(samples, [sample(1)])
    await readings.append([reading(1)])
    const asked: Readonly<Record<string, () => Promise<unknown>>> = {
      get: () => samples.get(nobody, idOf(1)),
      'get without an id': () => samples.get('ana', nobody),
      page: () => samples.page(nobody, { limit: 1 }),
      count: () => samples.count(nobody),
      claim: () => samples.claim(nobody, { limit: 1, now: start, leaseMs: 1 }),
      delete: () => samples.delete(nobody, [idOf(1)]),
      latest: () => readings.latest(nobody, ['door']),
      range: () => readings.range(nobody, ['door']),
      'range without a key': () => readings.range('ana', [nobody]),
      'page of a series': () => readings.page(nobody, 'door', { limit: 1 }),
      deleteKeys: () => readings.deleteKeys(nobody, ['door']),
      'deleteKeys without a key': () => readings.deleteKeys('ana', [nobody]),
      add: () => counters.add(nobody, 'calls', 1, { now: start }),
      reserve: () => counters.reserve(nobody, 'host', { now: start, gapMs: 1 }),
      erase: () => storage.erase(nobody),
      'erase of an empty name': () => storage.erase(''),
    }
    for (const [what, ask] of Object.entries(asked)) await assert.rejects(ask(), refusal, what)
    assert.deepEqual([await samples.count('ana'), (await readings.range('ana', ['door'])).length], [1, 1])
  },
}
