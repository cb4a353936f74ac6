import assert from 'node:assert/strict'
import type { CollectionShape, Storage } from '../../ports/index.js'
import { dumpOf, everything, insert, type Proof, refusal } from './fixture.js'
import { idOf, marksTable, reading, type Sample, sample, samplesTable, start } from './sample-tables.js'

/** Definitions of which each is to be refused. */
const malformed: Readonly<Record<string, CollectionShape>> = {
  'a name with capitals': { name: 'Other', columns: {}, unique: [], indexes: [] },
  'a name with a quote': { name: 'oth"er', columns: {}, unique: [], indexes: [] },
  'the name of the counters': { name: 'counters', columns: {}, unique: [], indexes: [] },
  'the name of a series': { name: marksTable.name, columns: {}, unique: [], indexes: [] },
  'a column that every record has': {
    name: 'other',
    columns: { id: { type: 'text' } },
    unique: [],
    indexes: [],
  },
  'a type that is none': {
    name: 'other',
    columns: { a: { type: 'date' as 'time' } },
    unique: [],
    indexes: [],
  },
  'an index of a column that is none': { name: 'other', columns: {}, unique: [], indexes: [['a']] },
  'a unique key of JSON': { name: 'other', columns: { a: { type: 'json' } }, unique: [['a']], indexes: [] },
  'an empty unique key': { name: 'other', columns: {}, unique: [[]], indexes: [] },
  'another definition under a name in use': { ...samplesTable, unique: [] },
}

/** Returns every call of a storage, by name. */
const calls = (storage: Storage): Readonly<Record<string, () => Promise<unknown>>> => {
  const samples = storage.collection(samplesTable)
  const marks = storage.series(marksTable)
  const now = start
  return {
    write: () => samples.write([{ insert: sample(1) }]),
    get: () => samples.get('ana', idOf(1)),
    page: () => samples.page('ana', { limit: 1 }),
    count: () => samples.count('ana'),
    claim: () => samples.claim('ana', { limit: 1, now, leaseMs: 1 }),
    delete: () => samples.delete('ana', [idOf(1)]),
    append: () => marks.append([{ ownerId: 'ana', key: 'door', at: now, id: '1' }]),
    latest: () => marks.latest('ana', ['door']),
    range: () => marks.range('ana', ['door']),
    'page of a series': () => marks.page('ana', 'door', { limit: 1 }),
    deleteKeys: () => marks.deleteKeys('ana', ['door']),
    dropBefore: () => marks.dropBefore(now),
    add: () => storage.counters.add('ana', 'calls', 1, { now }),
    reserve: () => storage.counters.reserve('ana', 'shop', { now, gapMs: 1 }),
    transaction: () => storage.transaction(async () => undefined),
    erase: () => storage.erase('ana'),
    dump: () => dumpOf(storage),
    load: () => storage.load([]),
    migrate: () => storage.migrate(),
  }
}

/** Conformance cases of a storage: migration, closing and definitions. */
export const lifecycleCases: Record<string, Proof> = {
  'migrate: may be called again, and by several at once, and loses nothing': async ({ storage, samples }) => {
    await insert(samples, [sample(1)])
    await Promise.all([storage.migrate(), storage.migrate(), storage.migrate()])
    assert.deepEqual(await everything(samples), [sample(1)])
  },
  'close: may be called twice, also at once': async ({ storage }) => {
    await Promise.all([storage.close(), storage.close()])
    await storage.close()
  },
  'close: waits for the calls under way': async ({ storage, samples }) => {
    const under = [
      samples.write([{ insert: sample(1) }]),
      storage.transaction((tables) =>
        tables.series(marksTable).append([reading(1)].map(({ value, ...mark }) => mark)),
      ),
      samples.count('ana'),
    ]
    await storage.close()
    for (const { status } of await Promise.allSettled(under)) assert.equal(status, 'fulfilled')
  },
  'close: whatever is called after it rejects': async ({ storage }) => {
    const ask = calls(storage)
    await storage.close()
    for (const [what, call] of Object.entries(ask)) await assert.rejects(call(), { code: 'CLOSED' }, what)
  },
  'definition: one that is malformed, or not the one in use, is refused': async ({ storage, samples }) => {
    await insert(samples, [sample(1)])
    await storage.series(marksTable).latest('ana', ['door'])
    for (const [what, definition] of Object.entries(malformed))
      assert.throws(() => storage.collection(definition as typeof samplesTable), refusal, what)
    assert.throws(() => storage.series({ name: 'samples', columns: {} }), refusal, 'the name of a collection')
  },
  'definition: an equal one is the same table, whatever the order of its columns': async ({
    storage,
    samples,
  }) => {
    await insert(samples, [sample(1)])
    const columns = Object.fromEntries(Object.entries(samplesTable.columns).toReversed())
    const equal = { ...samplesTable, columns: columns as typeof samplesTable.columns }
    assert.deepEqual(await everything<Sample>(storage.collection(equal)), [sample(1)])
  },
  'version: says which contract it keeps': async ({ storage }) => {
    assert.equal(storage.specVersion, 1)
  },
}
