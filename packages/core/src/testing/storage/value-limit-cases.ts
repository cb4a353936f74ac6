import assert from 'node:assert/strict'
import { dumpOf, everything, insert, type Proof, refusal } from './fixture.js'
import { idOf, label, reading, type Sample, sample } from './sample-tables.js'

/** A decimal with so many digits after its point. */
const decimal = (places: number): string => `0.${'1'.repeat(places)}`

/** An array within an array, and so on, of so many levels. */
function nested(levels: number): unknown {
  let value: unknown = 'innermost'
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

/** Proves that records with these changes are refused, and that nothing is stored. */
const isRefused = (changes: readonly Partial<Sample>[]): Proof => {
  return async ({ samples }) => {
    for (const change of changes)
      await assert.rejects(
        samples.write([{ insert: sample(1, change) }]),
        refusal,
        Object.keys(change).join(),
      )
    assert.deepEqual(await everything(samples), [])
  }
}

/** Conformance cases: values at the limits of what every storage takes. All give the same answer. */
export const valueLimitCases: Record<string, Proof> = {
  'value: text that begins with a byte order mark is refused, one within it comes back': async (fixture) => {
    await isRefused([{ name: '\ufeffname' }, { nickname: '\ufeff' }])(fixture)
    const { readings, labels, samples } = fixture
    await assert.rejects(readings.append([reading(1, { note: '\ufeffnote' })]), refusal)
    await assert.rejects(readings.append([reading(1, { key: '\ufeffkey' })]), refusal)
    await insert(labels, [label(1, { remark: 'a\ufeff' })])
    assert.deepEqual(await labels.get('ana', idOf(1)), label(1, { remark: 'a\ufeff' }))
    const inJson = sample(1, { details: ['\ufeffa', { '\ufeffb': '\ufeff' }] })
    await insert(samples, [inJson])
    assert.deepEqual(await samples.get('ana', idOf(1)), inJson)
  },
  'value: negative zero is stored as 0': async ({ samples, readings }) => {
    const zeros = { order: 0, dueAt: 0, ratio: 0, details: [0, { zero: 0 }] }
    await insert(samples, [sample(1, { order: -0, dueAt: -0, ratio: -0, details: [-0, { zero: -0 }] })])
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, zeros))
    await readings.append([reading(1, { value: -0, count: -0 })])
    assert.deepEqual(await readings.range('ana', ['door']), [reading(1, { value: 0, count: 0 })])
  },
  'value: a decimal has at most 1,000 digits': async (fixture) => {
    const tooLong = [decimal(1_000), '9'.repeat(1_001), `-${'9'.repeat(1_000)}.5`, decimal(20_000)]
    await isRefused(tooLong.map((price) => ({ price })))(fixture)
    const items = [decimal(999), '9'.repeat(1_000), `-${'9'.repeat(500)}.${'9'.repeat(500)}`].map(
      (price, index) => sample(index, { price }),
    )
    await insert(fixture.samples, items)
    for (const item of items) assert.deepEqual(await fixture.samples.get('ana', item.id), item)
  },
  'value: JSON has at most 100 levels, which a dump and a load take as well': async (fixture) => {
    await isRefused([{ details: nested(101) }, { details: nested(100_000) }])(fixture)
    const { samples, readings, storage, openAnother } = fixture
    await assert.rejects(readings.append([reading(1, { details: nested(100_000) })]), refusal)
    const deepest = sample(1, { details: nested(100) })
    await insert(samples, [deepest])
    assert.deepEqual(await samples.get('ana', idOf(1)), deepest)
    const another = await openAnother()
    await another.load(await dumpOf(storage))
    assert.deepEqual(await dumpOf(another), await dumpOf(storage))
  },
}
