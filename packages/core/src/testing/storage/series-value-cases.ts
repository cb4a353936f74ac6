import assert from 'node:assert/strict'
import { type Proof, refusal } from './fixture.js'
import { type Reading, reading } from './sample-tables.js'

const rows: readonly Reading[] = [
  reading(1, { value: -1 / 3, count: Number.MIN_SAFE_INTEGER, slotAt: -1, isLate: false }),
  reading(2, { value: 1e-300, count: Number.MAX_SAFE_INTEGER, slotAt: Date.UTC(9999, 0), isLate: true }),
  reading(3, { price: '-12345678901234567890.1234567890', note: `o'hara said "🚗"\n` }),
  reading(4, { details: { list: [1, { two: null }], text: '' } }),
  reading(5, { at: Date.UTC(1900, 0), id: `it's` }),
  reading(6, { at: Date.UTC(2200, 0), id: 'x'.repeat(100) }),
]

/** Conformance cases of a series: values of every type. */
export const seriesValueCases: Record<string, Proof> = {
  'series: values come back as they were, and absent keys stay absent': async ({ readings }) => {
    await readings.append(rows)
    const expected = rows.toSorted((left, right) => left.at - right.at)
    assert.deepEqual(await readings.range('ana', ['door']), expected)
    const { items } = await readings.page('ana', 'door', { limit: 10, direction: 'asc' })
    assert.deepEqual(items, expected)
    assert.deepEqual((await readings.latest('ana', ['door'])).get('door'), expected.at(-1))
  },
  'series: what is handed in and out is copied': async ({ readings }) => {
    const row = { ...reading(1), details: { list: [1] } }
    const writing = readings.append([row])
    row.details.list.push(2)
    await writing
    row.details.list.push(3)
    const spoil = (given: unknown) => (given as { details: { list: number[] } }).details.list.push(99)
    spoil((await readings.latest('ana', ['door'])).get('door'))
    spoil((await readings.range('ana', ['door']))[0])
    spoil((await readings.range('ana', ['door'], { fields: ['details'] }))[0])
    spoil((await readings.page('ana', 'door', { limit: 1 })).items[0])
    assert.deepEqual(await readings.range('ana', ['door']), [reading(1, { details: { list: [1] } })])
  },
  'series: one row that does not fit its columns has the whole call refused': async ({ readings }) => {
    const misfits: Readonly<Record<string, object>> = {
      'a word for a number': { value: 'warm' },
      'no number': { value: Number.NaN },
      'a time with a fraction': { at: 0.5 },
      'a column left out': { value: undefined },
      'a column that was not declared': { colour: 'red' },
      'no owner': { ownerId: '' },
      'U+0000 in the key': { key: 'a\0b' },
      'a number for the id': { id: 5 },
    }
    for (const [what, misfit] of Object.entries(misfits)) {
      const bad = { ...reading(2), ...misfit } as unknown as Reading
      await assert.rejects(readings.append([reading(1), bad]), refusal, what)
    }
    assert.deepEqual(await readings.range('ana', ['door']), [])
  },
}
