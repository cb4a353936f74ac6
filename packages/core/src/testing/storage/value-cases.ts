import assert from 'node:assert/strict'
import { dumpOf, insert, type Proof, update } from './fixture.js'
import { idOf, label, reading, type Sample, sample } from './sample-tables.js'

/** Stores samples with these changes, and proves that each is read back as it was written. */
const comesBack = (changes: readonly Partial<Sample>[]): Proof => {
  const items = changes.map((change, index) => sample(index, change))
  return async ({ samples }) => {
    assert.deepEqual(await insert(samples, items), items)
    for (const item of items) assert.deepEqual(await samples.get('ana', item.id), item)
  }
}

const texts = [
  '',
  ' leading and trailing ',
  'line\nbreak\r\nand\ttab',
  `'single', "double" and \\ back`,
  '%_$1; drop table samples; --',
  '{"a":1}',
  'ünïcödé · 日本語 · עברית',
  '👩‍👩‍👧 🚗 🇮🇳',
  '\u2028\u2029\ufeff\u0001',
  'x'.repeat(2 ** 20),
]

const decimals = [
  '0',
  '-12.50',
  '0.000000000000000000001',
  '12345678901234567890.123456789',
  '-99999999999999999999999999999999.99',
  '1299.00',
]

const times = [
  Date.UTC(1, 0, 1) - 1_900 * 365 * 86_400_000,
  Date.UTC(1905, 5, 30),
  -1,
  0,
  Date.UTC(2100, 1, 28, 23, 59, 59, 999),
  Date.UTC(9999, 11, 31, 23, 59, 59, 999),
]

const details: readonly unknown[] = [
  { nested: { list: [1, [2, { three: 3 }], []], empty: {} }, no: null, yes: true },
  [],
  ['a', null, 1.5],
  'just text with "quotes"',
  0,
  false,
  { emoji: '🚗', 'a.key with "marks"': 1, ['__proto__']: 2, constructor: 3 },
]

/** Conformance cases of a collection: values of every type. */
export const valueCases: Record<string, Proof> = {
  'value: text comes back as it was, from empty to 1 MB': async ({ labels }) => {
    const items = texts.map((text, index) => label(index, { remark: text }))
    assert.deepEqual(await insert(labels, items), items)
    for (const item of items) assert.deepEqual(await labels.get('ana', item.id), item)
  },
  'value: 1 MB of emoji comes back from a record, a row, JSON and a dump': async ({
    storage,
    labels,
    samples,
    readings,
  }) => {
    const text = '🚗'.repeat(2 ** 18)
    const kept = [
      label(1, { remark: text }),
      sample(1, { details: { [text]: [text] } }),
      reading(1, { note: text, details: [text] }),
    ] as const
    await insert(labels, [kept[0]])
    await insert(samples, [kept[1]])
    await readings.append([kept[2]])
    assert.deepEqual(await labels.get('ana', idOf(1)), kept[0])
    assert.deepEqual(await samples.get('ana', idOf(1)), kept[1])
    assert.deepEqual(await readings.range('ana', ['door']), [kept[2]])
    assert.deepEqual(
      (await dumpOf(storage)).map(({ row }) => row),
      kept,
    )
  },
  'value: text that is searched by comes back as it was': comesBack(
    texts.slice(0, -1).map((text, index) => ({ name: `${index} ${text}`, nickname: text })),
  ),
  'value: numbers come back exactly, to the limits': comesBack([
    { order: Number.MAX_SAFE_INTEGER, ratio: Number.MAX_VALUE },
    { order: Number.MIN_SAFE_INTEGER, ratio: Number.MIN_VALUE },
    { order: 0, ratio: 0.1 },
    { ratio: -1 / 3 },
    { ratio: 2 ** 53 },
  ]),
  'value: decimals come back digit by digit, as they were written': comesBack(
    decimals.map((price) => ({ price })),
  ),
  'value: times come back from before 1970 and after 2100': comesBack(
    times.map((at) => ({ dueAt: at, createdAt: at, updatedAt: at })),
  ),
  'value: booleans come back, false too': comesBack([{ active: true }, { active: false }]),
  'value: JSON comes back, however it is nested': comesBack(details.map((value) => ({ details: value }))),
  'value: an optional key that is absent stays absent': async ({ samples }) => {
    const [record] = await insert(samples, [sample(1)])
    const found = (await samples.get('ana', idOf(1))) as Sample
    const { items } = await samples.page('ana', { limit: 1 })
    for (const one of [record, found, items[0]]) {
      assert.ok(one)
      assert.deepEqual(Object.keys(one).toSorted(), Object.keys(sample(1)).toSorted())
    }
  },
  'value: a key that holds undefined is an absent one': async ({ samples }) => {
    const item = { ...sample(1), nickname: undefined, details: { a: undefined, b: 1 } } as unknown as Sample
    await insert(samples, [item])
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, { details: { b: 1 } }))
  },
  'value: what is handed in is copied': async ({ samples }) => {
    const item = { ...sample(1), details: { list: [1] } }
    const writing = samples.write([{ insert: item }])
    item.details.list.push(2)
    item.name = 'changed'
    await writing
    item.details.list.push(3)
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, { details: { list: [1] } }))
  },
  'value: what is handed out is a copy': async ({ samples }) => {
    const spoil = (items: readonly unknown[]) => {
      for (const item of items as { name: string; details: { list: number[] } }[]) {
        item.name = 'spoilt'
        item.details.list.push(99)
      }
    }
    const details = { list: [1] }
    spoil(await insert(samples, [sample(1, { details })]))
    spoil([await samples.get('ana', idOf(1))])
    spoil((await samples.page('ana', { limit: 1 })).items)
    assert.equal(await update(samples, sample(1, { details })), 'ok')
    spoil(await samples.claim('ana', { limit: 1, now: 0, leaseMs: 1 }))
    assert.deepEqual(await samples.get('ana', idOf(1)), sample(1, { details, version: 3 }))
  },
}
