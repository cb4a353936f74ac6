import assert from 'node:assert/strict'
import type { DumpedRow } from '../../ports/index.js'
import { dumpOf, everything, type Fixture, insert, type Proof } from './fixture.js'
import { idOf, label, reading, sample, start } from './sample-tables.js'

const now = start

/** Stores something of every kind for two owners. */
async function fill({ samples, labels, readings, marks, counters }: Fixture): Promise<void> {
  for (const ownerId of ['bo', 'ana']) {
    await insert(samples, [
      sample(2, { ownerId, price: '1.50', details: { a: [1] } }),
      sample(1, { ownerId }),
    ])
    await insert(labels, [label(1, { ownerId })])
    const { key, at, id } = reading(1)
    await marks.append([{ ownerId, key, at, id }])
    await readings.append([
      reading(2, { ownerId }),
      reading(1, { ownerId }),
      reading(1, { ownerId, key: 'attic' }),
    ])
    await counters.add(ownerId, 'calls', 2, { now, resetAt: now + 10 })
    await counters.reserve(ownerId, 'shop', { now, gapMs: 100, count: 3 })
  }
}

/** Returns the expected dump of one owner after {@link fill}. */
const dumped = (ownerId: string): readonly DumpedRow[] => [
  { kind: 'collection', name: 'labels', row: { ...label(1, { ownerId }) } },
  { kind: 'collection', name: 'samples', row: { ...sample(1, { ownerId }) } },
  {
    kind: 'collection',
    name: 'samples',
    row: { ...sample(2, { ownerId, price: '1.50', details: { a: [1] } }) },
  },
  { kind: 'counter', name: 'counters', row: { ownerId, key: 'calls', value: 2, resetAt: now + 10 } },
  { kind: 'counter', name: 'counters', row: { ownerId, key: 'shop', value: 0, reservedAt: now + 200 } },
  { kind: 'series', name: 'marks', row: { ownerId, key: 'door', at: start + 1, id: 'r1' } },
  { kind: 'series', name: 'readings', row: { ...reading(1, { ownerId, key: 'attic' }) } },
  { kind: 'series', name: 'readings', row: { ...reading(1, { ownerId }) } },
  { kind: 'series', name: 'readings', row: { ...reading(2, { ownerId }) } },
]

/** Conformance cases of a storage: dumps and erasure. */
export const dumpCases: Record<string, Proof> = {
  'dump: gives everything, by kind, table, owner and place': async (fixture) => {
    assert.deepEqual(await dumpOf(fixture.storage), [])
    await fill(fixture)
    const tableOf = ({ kind, name }: DumpedRow) => `${kind} ${name}`
    const expected = [...dumped('ana'), ...dumped('bo')].toSorted((left, right) =>
      tableOf(left) < tableOf(right) ? -1 : tableOf(left) > tableOf(right) ? 1 : 0,
    )
    assert.deepEqual(await dumpOf(fixture.storage), expected)
  },
  'dump: gives what belongs to one owner when asked to': async (fixture) => {
    await fill(fixture)
    assert.deepEqual(await dumpOf(fixture.storage, { ownerId: 'bo' }), dumped('bo'))
    assert.deepEqual(await dumpOf(fixture.storage, { ownerId: 'cy' }), [])
  },
  'dump: gives the rows of one series that are older than a time, of every owner, when asked to': async (
    fixture,
  ) => {
    await fill(fixture)
    const older = (before: number, name = 'readings') => dumpOf(fixture.storage, { series: { name, before } })
    const atOne = (ownerId: string) => dumped(ownerId).slice(6, 8)
    assert.deepEqual(await older(start + 2), [...atOne('ana'), ...atOne('bo')])
    assert.deepEqual(await older(start + 1), [])
    assert.equal((await older(start + 3)).length, 6)
    assert.equal((await older(start + 2, 'marks')).length, 2)
    assert.deepEqual(await older(start + 3, 'samples'), [])
    const ofBo = { ownerId: 'bo', series: { name: 'readings', before: start + 2 } }
    assert.deepEqual(await dumpOf(fixture.storage, ofBo), atOne('bo'))
  },
  'dump: is plain JSON, and a copy': async (fixture) => {
    await fill(fixture)
    const first = await dumpOf(fixture.storage)
    assert.deepEqual(JSON.parse(JSON.stringify(first)), first)
    const before = structuredClone(first)
    for (const { row } of first) {
      const { details } = row as { details?: { a: number[] } }
      details?.a.push(99)
      ;(row as { ownerId: string }).ownerId = 'spoilt'
    }
    assert.deepEqual(await dumpOf(fixture.storage), before)
  },
  'dump: gives what stood at one moment, whatever is written meanwhile': async ({ storage, samples }) => {
    const all = Array.from({ length: 3_000 }, (_, number) => sample(number))
    await insert(samples, all)
    const ids: unknown[] = []
    const meanwhile: Promise<unknown>[] = []
    for await (const { row } of storage.dump()) {
      ids.push(row.id)
      if (ids.length > 1) continue
      meanwhile.push(samples.delete('ana', [idOf(2_000)]), samples.write([{ insert: sample(5_000) }]))
    }
    await Promise.all(meanwhile)
    assert.deepEqual(
      ids,
      all.map(({ id }) => id),
    )
    assert.equal(await samples.count('ana'), all.length)
  },
  'dump: may be left before its end, and holds nobody up after that': async ({ storage, samples }) => {
    // More rows than a storage reads ahead, and more rounds than it has connections.
    const all = Array.from({ length: 1_200 }, (_, number) => sample(number))
    await insert(samples, all)
    for (let round = 0; round < 30; round++) for await (const _ of storage.dump()) break
    await insert(samples, [sample(1_200)])
    assert.equal(await samples.count('ana'), 1_201)
    assert.equal((await dumpOf(storage)).length, 1_201)
  },
  'erase: removes all of one owner, says how many of each table, and leaves the others': async (fixture) => {
    await fill(fixture)
    assert.deepEqual(await fixture.storage.erase('ana'), {
      samples: 2,
      labels: 1,
      readings: 3,
      marks: 1,
      counters: 2,
    })
    assert.deepEqual(await dumpOf(fixture.storage), dumped('bo'))
    assert.deepEqual(await fixture.storage.erase('ana'), {})
    await insert(fixture.samples, [sample(1)])
    assert.deepEqual(await everything(fixture.samples), [sample(1)])
    assert.deepEqual(await fixture.storage.erase('ana'), { samples: 1 })
  },
}
