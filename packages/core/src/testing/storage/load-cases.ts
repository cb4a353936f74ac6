import assert from 'node:assert/strict'
import type { DumpedRow, Storage } from '../../ports/index.js'
import { dumpOf, everything, insert, type Proof, refusal, samplesIn, update } from './fixture.js'
import { idOf, reading, type Sample, sample, start } from './sample-tables.js'

const now = start

const dumpedSample = (number: number, changes: Partial<Sample> = {}): DumpedRow => ({
  kind: 'collection',
  name: 'samples',
  row: { ...sample(number, changes) },
})

/** Stores something of every kind, some of it changed. */
async function fill(storage: Storage): Promise<void> {
  const { samples, readings, counters } = samplesIn(storage)
  await insert(samples, [sample(1, { details: { a: 1 } }), sample(2, { ownerId: 'bo' })])
  await update(samples, sample(1, { price: '12345678901234567890.123456789' }))
  await samples.claim('bo', { limit: 1, now, leaseMs: 1_000 })
  await readings.append([reading(1, { note: '🚗\n' }), reading(2, { ownerId: 'bo' })])
  await counters.add('ana', 'calls', 2.5, { now, resetAt: now + 10 })
  await counters.reserve('bo', 'shop', { now, gapMs: 100 })
}

/** Rows of which each is to be refused. */
const malformed: Readonly<Record<string, unknown>> = {
  'a column of another type': dumpedSample(3, { order: 'ten' as unknown as number }),
  'a column left out': dumpedSample(3, { name: undefined as unknown as string }),
  'a column that was not declared': { ...dumpedSample(3), row: { ...sample(3), colour: 'red' } },
  'a record without its version': dumpedSample(3, { version: undefined as unknown as number }),
  'a row of no kind': { ...dumpedSample(3), kind: 'table' },
  'a row of no table': { kind: 'collection', row: { ...sample(3) } },
  'a table of another kind': { ...dumpedSample(3), kind: 'series' },
  'no row': { kind: 'collection', name: 'samples' },
  'no object': 7,
  'a row of a series without its time': {
    kind: 'series',
    name: 'readings',
    row: { ...reading(3), at: undefined },
  },
  'a counter without its sum': { kind: 'counter', name: 'counters', row: { ownerId: 'ana', key: 'calls' } },
}

/** Conformance cases of a storage: loading. */
export const loadCases: Record<string, Proof> = {
  'load: what was dumped makes an equal storage of an empty one': async ({ storage, openAnother }) => {
    await fill(storage)
    const before = await dumpOf(storage)
    const other = await openAnother()
    assert.equal(await other.load(storage.dump()), before.length)
    assert.deepEqual(await dumpOf(other), before)
    const { samples, readings, counters } = samplesIn(other)
    assert.equal(await update(samples, sample(1)), 'version')
    assert.equal(await update(samples, sample(1, { version: 2 })), 'ok')
    const [taken] = await samples.write([{ insert: sample(5, { name: 'sample 1' }) }])
    assert.deepEqual(taken, { ok: false, reason: 'unique' })
    assert.equal(await readings.append([reading(1)]), 0)
    assert.equal((await counters.add('ana', 'calls', 1, { now: now + 9 })).value, 3.5)
    assert.equal((await counters.add('ana', 'calls', 1, { now: now + 10 })).value, 1)
    assert.equal(await counters.reserve('bo', 'shop', { now, gapMs: 100 }), now + 100)
  },
  'load: of rows for one place the last counts, however many come': async ({
    storage,
    samples,
    readings,
  }) => {
    const many = Array.from({ length: 2_500 }, (_, number) => dumpedSample(number % 1_200, { order: number }))
    const twice: DumpedRow[] = [1, 2].map((value) => ({
      kind: 'series',
      name: 'readings',
      row: { ...reading(1, { value }) },
    }))
    assert.equal(await storage.load([...many, ...twice]), 2_502)
    assert.equal(await samples.count('ana'), 1_200)
    assert.equal((await samples.get('ana', idOf(99)))?.order, 2_499)
    assert.deepEqual(await readings.range('ana', ['door']), [reading(1, { value: 2 })])
  },
  'load: leases are left behind': async ({ storage, openAnother }) => {
    await fill(storage)
    const other = await openAnother()
    await other.load(await dumpOf(storage))
    assert.equal((await samplesIn(other).samples.claim('bo', { limit: 1, now, leaseMs: 1 })).length, 1)
  },
  'load: a row that is already there is replaced, and the others stay': async ({
    storage,
    samples,
    readings,
  }) => {
    await insert(samples, [sample(1), sample(2)])
    await readings.append([reading(1), reading(2)])
    const rows: DumpedRow[] = [
      dumpedSample(1, { name: 'restored', version: 9 }),
      { kind: 'series', name: 'readings', row: { ...reading(1, { value: 99 }) } },
    ]
    assert.equal(await storage.load(rows), 2)
    assert.deepEqual(await everything(samples), [sample(1, { name: 'restored', version: 9 }), sample(2)])
    assert.deepEqual(await readings.range('ana', ['door']), [reading(1, { value: 99 }), reading(2)])
    await insert(samples, [sample(3, { name: 'sample 1' })])
  },
  'load: one malformed row, and nothing is put in': async ({ storage, samples }) => {
    await insert(samples, [sample(1)])
    const before = await dumpOf(storage)
    for (const [what, row] of Object.entries(malformed)) {
      const rows = [dumpedSample(1, { order: 99 }), dumpedSample(2), row as DumpedRow]
      await assert.rejects(storage.load(rows), refusal, what)
      assert.deepEqual(await dumpOf(storage), before, what)
    }
  },
  'load: a unique key that another record has is a conflict, and nothing is put in': async ({
    storage,
    samples,
  }) => {
    await insert(samples, [sample(1)])
    const rows = [dumpedSample(2), dumpedSample(3, { name: 'sample 1' })]
    await assert.rejects(storage.load(rows), { code: 'CONFLICT' })
    assert.deepEqual(await everything(samples), [sample(1)])
    assert.equal(await samples.get('ana', idOf(2)), undefined)
  },
  'load: when the rows end in an error, that comes out and nothing is put in': async ({
    storage,
    samples,
  }) => {
    const failure = new Error('the file ends here')
    async function* rows() {
      yield dumpedSample(1)
      throw failure
    }
    await assert.rejects(storage.load(rows()), (thrown) => thrown === failure)
    assert.equal(await samples.count('ana'), 0)
  },
}
