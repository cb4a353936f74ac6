import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toStorableText } from './storable-text.js'
import { misfit } from './values.js'

/** Strings of any UTF-16 units: lone surrogates and U+0000 are among them. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0xd83d, 0xde97, 0xfeff)))
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

  it('cleans the names of members', () => {
    expect(toStorableText({ 'a\0': { '\ud83d': 1 } })).toEqual({ 'a\ufffd': { '\ufffd': 1 } })
  })

  it('takes what is deeper than any storage does, which then refuses it', () => {
    let deep: unknown = 'a\0'
    for (let level = 0; level < 100_000; level++) deep = [deep]
    expect(misfit('json', toStorableText(deep))).toMatch(/at most 100 levels deep, got a list/)
    const circular: Record<string, unknown> = {}
    circular.self = circular
    expect(misfit('json', toStorableText(circular))).toMatch(/at most 100 levels deep/)
  })

  it('reaches the texts within arrays and objects', () => {
    expect(toStorableText({ title: 'a\0', tags: ['\ud83d', 1, null, true] })).toEqual({
      title: 'a\ufffd',
      tags: ['\ufffd', 1, null, true],
    })
  })
})
