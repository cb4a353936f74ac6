import assert from 'node:assert/strict'
import { type Proof, refusal } from './fixture.js'
import { type Reading, reading, start } from './sample-tables.js'

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

/** Conformance cases of a series: reads and writes of rows. */
export const seriesCases: Record<string, Proof> = {
  'series: a row that is already there is ignored, and the first one stays': async ({ readings }) => {
    assert.equal(await readings.append([reading(1), reading(2)]), 2)
    assert.equal(await readings.append([reading(2, { value: 99 }), reading(3), reading(3, { value: 98 })]), 1)
    assert.equal(await readings.append([]), 0)
    assert.deepEqual(await readings.range('ana', ['door']), [reading(1), reading(2), reading(3)])
  },
  'series: replace puts a row in the place of the one that is there, and adds what is not': async ({
    readings,
  }) => {
    await readings.append([reading(1, { note: 'warm' }), reading(2), reading(2, { ownerId: 'bo' })])
    assert.equal(await readings.replace([reading(1, { value: 99 }), reading(3), reading(3, { value: 7 })]), 1)
    assert.equal(await readings.replace([]), 0)
    const expected = [reading(1, { value: 99 }), reading(2), reading(3, { value: 7 })]
    assert.deepEqual(await readings.range('ana', ['door']), expected)
    assert.deepEqual(await readings.range('bo', ['door']), [reading(2, { ownerId: 'bo' })])
    const bad = { ...reading(5), value: 'warm' } as unknown as Reading
    await assert.rejects(readings.replace([reading(4), bad]), refusal)
    assert.deepEqual(await readings.range('ana', ['door']), expected)
  },
  'series: owner, key, time and id tell rows apart': async ({ readings }) => {
    const rows = [
      reading(1),
      reading(1, { id: 'other' }),
      reading(1, { at: start + 2 }),
      reading(1, { key: 'window' }),
      reading(1, { ownerId: 'bo' }),
    ]
    assert.equal(await readings.append(rows), rows.length)
    assert.equal(await readings.append(rows), 0)
  },
  'series: rows of one series are not in another': async ({ readings, marks }) => {
    const { ownerId, key, at, id } = reading(1)
    await readings.append([reading(1)])
    assert.deepEqual(await marks.range('ana', ['door']), [])
    assert.equal(await marks.append([{ ownerId, key, at, id }]), 1)
    assert.deepEqual(await marks.range('ana', ['door']), [{ ownerId, key, at, id }])
    assert.equal(await marks.deleteKeys('ana', ['door']), 1)
    assert.equal((await readings.range('ana', ['door'])).length, 1)
  },
  'series: rows come by time, and by id where that is equal, in whatever order they came in': async ({
    readings,
  }) => {
    const at = start + 5
    const rows = [
      reading(9),
      reading(5, { id: 'b' }),
      reading(1),
      reading(5, { id: 'B' }),
      reading(5, { id: '🚗' }),
    ]
    await readings.append([...rows, reading(5, { id: '\uffee' })])
    assert.deepEqual(
      (await readings.range('ana', ['door'])).map((row) => [row.at, row.id]),
      [[start + 1, 'r1'], ...['B', 'b', '\uffee', '🚗'].map((id) => [at, id]), [start + 9, 'r9']],
    )
  },
  'series: latest gives the newest row of each key that has any': async ({ readings }) => {
    await readings.append([
      reading(3),
      reading(7, { id: 'a' }),
      reading(7, { id: 'b' }),
      reading(1),
      reading(2, { key: 'window' }),
      reading(9, { key: 'roof' }),
    ])
    const latest = await readings.latest('ana', ['window', 'cellar', 'door', 'window'])
    assert.deepEqual(
      latest,
      new Map([
        ['window', reading(2, { key: 'window' })],
        ['door', reading(7, { id: 'b' })],
      ]),
    )
    assert.deepEqual(await readings.latest('ana', []), new Map())
  },
  'series: range gives all rows of several keys, in the order of the keys, each key once': async ({
    readings,
  }) => {
    await readings.append(
      [2, 1].flatMap((at) => ['a', 'b', 'c'].map((key) => reading(at, { key, id: key + at }))),
    )
    const rows = await readings.range('ana', ['c', 'a', 'none', 'c'])
    assert.deepEqual(ids(rows), ['c1', 'c2', 'a1', 'a2'])
    assert.deepEqual(await readings.range('ana', []), [])
  },
  'series: range gives only the fields that are wanted, beside what tells the row apart': async ({
    readings,
  }) => {
    await readings.append([reading(1, { note: 'warm', count: 3 }), reading(2, { count: 4 })])
    const base = ({ ownerId, key, at, id }: Reading) => ({ ownerId, key, at, id })
    assert.deepEqual(await readings.range('ana', ['door'], { fields: ['note', 'key'] }), [
      { ...base(reading(1)), note: 'warm' },
      base(reading(2)),
    ])
    assert.deepEqual(await readings.range('ana', ['door'], { fields: [] }), [
      base(reading(1)),
      base(reading(2)),
    ])
    const unknown = ['colour' as 'note']
    await assert.rejects(readings.range('ana', ['door'], { fields: unknown }), refusal)
  },
  'series: a span begins at from and ends before to': async ({ readings }) => {
    await readings.append([1, 2, 3, 4].map((at) => reading(at)))
    const spans = [
      [{}, ['r1', 'r2', 'r3', 'r4']],
      [{ from: start + 2 }, ['r2', 'r3', 'r4']],
      [{ to: start + 3 }, ['r1', 'r2']],
      [{ from: start + 2, to: start + 4 }, ['r2', 'r3']],
      [{ from: start + 3, to: start + 3 }, []],
      [{ from: start + 4, to: start + 2 }, []],
    ] as const
    for (const [span, expected] of spans) {
      assert.deepEqual(ids(await readings.range('ana', ['door'], span)), expected)
      const { items } = await readings.page('ana', 'door', { ...span, direction: 'asc', limit: 10 })
      assert.deepEqual(ids(items), expected)
      const downwards = await readings.page('ana', 'door', { ...span, limit: 10 })
      assert.deepEqual(ids(downwards.items), expected.toReversed())
    }
  },
  'series: deleteKeys removes all rows of the keys, and says how many': async ({ readings }) => {
    await readings.append(['a', 'b', 'c'].flatMap((key) => [1, 2].map((at) => reading(at, { key }))))
    await readings.append([reading(1, { ownerId: 'bo', key: 'a' })])
    assert.equal(await readings.deleteKeys('ana', ['a', 'c', 'none', 'a']), 4)
    assert.equal(await readings.deleteKeys('ana', ['a']), 0)
    assert.equal((await readings.range('ana', ['a', 'b', 'c'])).length, 2)
    assert.equal((await readings.range('bo', ['a'])).length, 1)
  },
  'series: dropBefore removes what is older than a time, of every owner and key': async ({
    readings,
    marks,
  }) => {
    for (const ownerId of ['ana', 'bo', 'shared'])
      await readings.append(['a', 'b'].flatMap((key) => [1, 2, 3].map((at) => reading(at, { ownerId, key }))))
    const { ownerId, key, at, id } = reading(1)
    await marks.append([{ ownerId, key, at, id }])
    assert.equal(await readings.dropBefore(start + 3), 12)
    assert.equal(await readings.dropBefore(start + 3), 0)
    for (const owner of ['ana', 'bo', 'shared'])
      assert.deepEqual(ids(await readings.range(owner, ['a', 'b'])), ['r3', 'r3'])
    assert.equal((await marks.range('ana', ['door'])).length, 1)
    await assert.rejects(readings.dropBefore(Number.NaN), refusal)
  },
}
