import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ColumnType } from '../column.js'
import { copyRow, misfit, readRow } from './values.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const fitting: Readonly<Record<ColumnType, fc.Arbitrary<unknown>>> = {
  text: fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
  integer: fc.maxSafeInteger(),
  real: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  time: fc
    .date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    })
    .map(Number),
  decimal: fc
    .tuple(fc.bigInt(), fc.option(fc.stringMatching(/^\d{1,30}$/), { nil: undefined }))
    .map(([whole, fraction]) => (fraction === undefined ? String(whole) : `${whole}.${fraction}`)),
  json: fc.jsonValue().filter((value) => value !== null && !JSON.stringify(value).includes('\\u0000')),
}

describe('the values of a column', () => {
  it.each(Object.entries(fitting))('of type %s fit it', (type, values) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(misfit(type as ColumnType, value)).toBeUndefined()
      }),
      limits,
    )
  })

  it('are told apart from what no storage can keep', () => {
    const circle: unknown[] = []
    circle.push(circle)
    const unfit: readonly (readonly [ColumnType, unknown])[] = [
      ['json', circle],
      ['json', { a: undefined, b: [undefined] }],
      ['json', Array(2)],
      ['json', 1n],
      ['json', new Map()],
      ['json', { '\ud800': 1 }],
      ['decimal', '-0'],
      ['decimal', '-0.00'],
      ['decimal', '.5'],
      ['decimal', '5.'],
      ['decimal', '٣'],
      ['time', -62_135_596_800_001],
      ['text', 'x\udc00'],
      ['integer', Number.POSITIVE_INFINITY],
    ]
    for (const [type, value] of unfit) expect(misfit(type, value)).toMatch(/^expected /)
    expect(misfit('time', -62_135_596_800_000)).toBeUndefined()
    expect(misfit('decimal', '-0.01')).toBeUndefined()
  })

  it('are shown in part where they are long', () => {
    expect(misfit('integer', 'x'.repeat(1_000))?.length).toBeLessThan(150)
  })
})

describe('a row', () => {
  const columns = { at: { type: 'time' }, details: { type: 'json', optional: true } } as const

  it('is refused with every column that does not fit', () => {
    expect(() => readRow('notes.write', columns, { at: 'noon', details: null, colour: 'red' })).toThrow(
      /^notes\.write: at: expected whole epoch milliseconds .*, got "noon"; details: expected plain JSON .*; colour: is not a column$/,
    )
    expect(() => readRow('notes.write', columns, {})).toThrow('notes.write: at: is required')
    expect(() => readRow('notes.write', columns, 'a row')).toThrow(
      'notes.write: expected an object, got "a row"',
    )
  })

  it('keeps a key called __proto__ within JSON, and loses those that hold undefined', () => {
    const details = JSON.parse('{"__proto__":{"a":1},"b":[2]}')
    const row = readRow('notes.write', columns, { at: 5, details: { ...details, c: undefined } })
    expect(JSON.stringify(row)).toBe('{"at":5,"details":{"__proto__":{"a":1},"b":[2]}}')
    expect(copyRow(columns, row).details).not.toBe(row.details)
  })

  it('is copied the same from whatever object holds it', () => {
    const columns = {
      name: { type: 'text' },
      note: { type: 'text', optional: true },
      tags: { type: 'json' },
    } as const
    class Held {
      readonly note = undefined
      readonly tags = ['new']
      get name() {
        return 'door'
      }
    }
    const plain = { name: 'door', tags: ['new'] }
    for (const row of [plain, { ...plain, note: undefined }, { ...plain, other: undefined }, new Held()]) {
      const copy = readRow('test', columns, row)
      expect(copy).toStrictEqual(plain)
      expect(copy.tags).not.toBe(row.tags)
    }
  })
})
