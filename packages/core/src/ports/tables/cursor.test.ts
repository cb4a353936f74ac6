import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { readCursor, writeCursor } from './cursor.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const list = ['monitors', 'ana', 'createdAt', 'asc']
const text = fc.string({ unit: 'grapheme' })

describe('a cursor', () => {
  it('gives back the position that was written, for the same list', () => {
    fc.assert(
      fc.property(fc.integer(), text, fc.boolean(), (at, id, isLate) => {
        const cursor = writeCursor(list, [at, id, isLate])
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(readCursor('test', list, ['integer', 'text', 'boolean'], cursor)).toEqual([at, id, isLate])
      }),
      limits,
    )
  })

  it('of any other list, or any other text, is refused', () => {
    const refused = (cursor: string) => {
      expect(() => readCursor('test', list, ['integer', 'text'], cursor)).toThrow(ValidationError)
    }
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (other) => {
        fc.pre(JSON.stringify(other) !== JSON.stringify(list))
        refused(writeCursor(other, [1, 'a']))
      }),
      limits,
    )
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), refused), limits)
    fc.assert(
      fc.property(fc.json(), (json) => {
        refused(Buffer.from(json).toString('base64url'))
      }),
      limits,
    )
  })

  it('whose position does not fit the list is refused', () => {
    const positions = [[], [1], ['1', 'a'], [1, 2], [1, 'a', 'b'], [1, 'a\0']]
    for (const position of positions)
      expect(() => readCursor('test', list, ['integer', 'text'], writeCursor(list, position))).toThrow(
        /test: after: expected the `next` of a page of this very list/,
      )
  })
})
