import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { badgeSvg, sparklineSvg } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '\0', '\uD800', 'x'), maxLength: 20 }),
)
/** The texts of an image, and what is left of it without them: its tags and attributes. */
function readSvg(svg: string) {
  const readText = (text: string) =>
    text.replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
  const texts = [...svg.matchAll(/>([^<]*)<\/(?:title|text)>/g)].map(([, text]) => readText(text ?? ''))
  const frame = svg
    .replace(/>[^<]*<\/(title|text)>/g, '></$1>')
    .replace(/aria-label="[^"]*"/, 'aria-label=""')
  return { texts, frame }
}
/** The characters that XML forbids: most control characters, lone surrogates and two others. */
const withoutForbidden = (text: string) =>
  [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0
      const isControl = code < 32 && ![9, 10, 13].includes(code)
      return isControl || (code >= 0xd800 && code < 0xe000) || code === 0xfffe || code === 0xffff
        ? '\uFFFD'
        : character
    })
    .join('')

describe('a badge', () => {
  it('shows label and message, and says both to those who do not see it', () => {
    const { texts, frame } = readSvg(badgeSvg({ label: 'checkout', message: 'SONIC', color: '#2b5' }))
    expect(texts).toEqual(['checkout: SONIC', 'checkout', 'SONIC'])
    expect(frame).toContain('fill="#2b5"')
  })

  it('keeps any text a text', () => {
    const plain = readSvg(badgeSvg({ label: 'a', message: 'b' }))
    fc.assert(
      fc.property(anyText, anyText, (label, message) => {
        const { texts, frame } = readSvg(badgeSvg({ label, message }))
        expect(texts.slice(1)).toEqual([withoutForbidden(label), withoutForbidden(message)])
        expect(frame.match(/<\/?\w+/g)).toEqual(plain.frame.match(/<\/?\w+/g))
      }),
      limits,
    )
  })

  it('grows with its texts', () => {
    const widthOf = (message: string) => Number(/width="(\d+)"/.exec(badgeSvg({ label: 'a', message }))?.[1])
    expect(widthOf('KNUCKLES') - widthOf('SONIC')).toBe(Math.round(8 * 6.5) - Math.round(5 * 6.5))
  })

  it('refuses a colour that could be more than one', () => {
    for (const color of ['red"/><script>', 'url(#a)', ''])
      expect(() => badgeSvg({ label: 'a', message: 'b', color })).toThrow(
        /badgeSvg: color: expected a colour/,
      )
  })
})

describe('a sparkline', () => {
  const pathOf = (svg: string) => / d="([^"]*)"/.exec(svg)?.[1]

  it('runs from left to right, the slowest at the top', () => {
    expect(pathOf(sparklineSvg([10, 30, 20], { widthPx: 100, heightPx: 22 }))).toBe('M0 21L0 21L50 1L100 11')
  })

  it('has a gap where a check failed, and a point for one by itself', () => {
    const values = [10, undefined, 30, Number.NaN, 10]
    expect(pathOf(sparklineSvg(values, { widthPx: 80, heightPx: 22 }))).toBe(
      'M0 21L0 21M40 1L40 1M80 21L80 21',
    )
  })

  it('is flat in the middle when all are alike, and empty without values', () => {
    expect(pathOf(sparklineSvg([7, 7], { widthPx: 10, heightPx: 22 }))).toBe('M0 11L0 11L10 11')
    expect(pathOf(sparklineSvg([]))).toBe('')
  })

  it('stays within its box, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.double({ min: 0 }), { nil: undefined })), (values) => {
        const numbers = [...(pathOf(sparklineSvg(values)) ?? '').matchAll(/[ML]([^ ]+) ([^ML]+)/g)]
        for (const [, x, y] of numbers) {
          expect(Number(x)).toBeGreaterThanOrEqual(0)
          expect(Number(x)).toBeLessThanOrEqual(120)
          expect(Number(y)).toBeGreaterThanOrEqual(1)
          expect(Number(y)).toBeLessThanOrEqual(23)
        }
      }),
      limits,
    )
  })

  it('escapes its title, and refuses sizes and colours that are none', () => {
    expect(readSvg(sparklineSvg([1], { title: '<b>"&' })).texts).toEqual(['<b>"&'])
    expect(() => sparklineSvg([], { widthPx: 0 })).toThrow(/widthPx: expected a number above 0/)
    expect(() => sparklineSvg([], { heightPx: Number.NaN })).toThrow(/heightPx: expected a number above 0/)
    expect(() => sparklineSvg([], { color: '"' })).toThrow(/sparklineSvg: color/)
  })
})
