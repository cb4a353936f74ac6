import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toStorableText } from './storable-text.js'
import { misfit } from './values.js'

/** Strings of any UTF-16 units: lone surrogates and U+0000 are among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd83d, 0xde97)))
  .map((units) => String.fromCharCode(...units))

describe('toStorableText', () => {
  it('turns any string into a text that every storage takes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(misfit('text', toStorableText(text))).toBeUndefined()
      }),
      { interruptAfterTimeLimit: 1_500, markInterruptAsFailure: false },
    )
  })

  it('leaves a text that every storage takes as it is', () => {
    const text = 'Tee für zwei 🚗\n'
    expect(toStorableText(text)).toBe(text)
  })

  it('reaches the texts within arrays and objects', () => {
    expect(toStorableText({ title: 'a\0', tags: ['\ud83d', 1, null, true] })).toEqual({
      title: 'a\ufffd',
      tags: ['\ufffd', 1, null, true],
    })
  })
})
