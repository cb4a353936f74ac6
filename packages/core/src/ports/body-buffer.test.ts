import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyBuffer } from './index.js'

/** Pieces of any lengths, each of other bytes than the one before it. */
const pieces = fc
  .array(fc.oneof(fc.nat(300), fc.nat(400_000)), { maxLength: 8 })
  .map((lengths) => lengths.map((length, index) => Buffer.alloc(length, `piece ${index}`)))

describe('the bytes of a body', () => {
  it('are those of its pieces, also when they are read or searched in between', () => {
    fc.assert(
      fc.property(pieces, fc.integer({ min: 0, max: 7 }), (given, readAt) => {
        const body = new BodyBuffer()
        for (const [index, piece] of given.entries()) {
          body.append(piece)
          const expected = Buffer.concat(given.slice(0, index + 1))
          expect(body.length).toBe(expected.length)
          if (index === readAt) expect(body.read().equals(expected)).toBe(true)
          if (index === readAt + 1) expect(body.includes(expected.subarray(-20))).toBe(true)
        }
        expect(body.take().equals(Buffer.concat(given))).toBe(true)
        expect(body.length).toBe(0)
      }),
      { numRuns: 30 },
    )
  })

  it('hold little memory beside them', () => {
    const body = new BodyBuffer()
    for (let index = 0; index < 5_000; index++) body.append(Buffer.alloc(1_000, index))
    const bytes = body.read()
    expect(bytes.length).toBe(5_000_000)
    expect(bytes.buffer.byteLength).toBeLessThan(1.4 * bytes.length)
  })
})
