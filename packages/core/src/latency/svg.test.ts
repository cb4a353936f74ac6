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

  // Measured in Chromium with DejaVu Sans at 11 px: CanvasRenderingContext2D.measureText.
  it.each([
    ['SONIC', 34.79],
    ['KNUCKLES', 58.45],
    ['EGGMAN', 49.24],
    ['99.95 % up', 62.89],
    ['iiiiillll', 27.51],
    ['WWWW', 43.51],
    ['Prüfung größer', 82.44],
    ['Москва', 42.14],
    ['Αθήνα', 34.62],
    ['checkout-api/v2', 87.79],
    // Full-width forms are as wide as the font's size (Unicode Standard Annex 11).
    ['日本語', 33],
    ['서울', 22],
  ] as const)('is as wide as %s is drawn', (message, drawnPx) => {
    const lengths = [...badgeSvg({ label: 'a', message }).matchAll(/textLength="(\d+)"/g)]
    expect(Math.abs(Number(lengths[1]?.[1]) - drawnPx)).toBeLessThanOrEqual(1.5)
  })

  it('can be read on any colour: its contrast is at least 4.5', () => {
    // WCAG 2.2, relative luminance and contrast ratio.
    const luminance = (hex: string) =>
      [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
        const channel = Number.parseInt(hex.slice(1 + 2 * index, 3 + 2 * index), 16) / 255
        return sum + weight * (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4)
      }, 0)
    const color = fc
      .integer({ min: 0, max: 0xffffff })
      .map((value) => `#${value.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(color, (background) => {
        const [, text] = [
          ...badgeSvg({ label: 'a', message: 'b', color: background }).matchAll(
            /<text [^>]*fill="#(000|fff)"/g,
          ),
        ]
        const [dark, light] = [luminance(background), text?.[1] === '000' ? 0 : 1].toSorted(
          (a, b) => a - b,
        ) as [number, number]
        expect((light + 0.05) / (dark + 0.05)).toBeGreaterThanOrEqual(4.5)
      }),
      limits,
    )
  })

  it('refuses a colour that could be more than one', () => {
    for (const color of ['red"/><script>', 'url(#a)', '', '#12345678', 'nocolour'])
      expect(() => badgeSvg({ label: 'a', message: 'b', color })).toThrow(
        /badgeSvg: color: expected a colour/,
      )
  })
})

describe('a sparkline', () => {
  const pathOf = (svg: string) => /<path d="([^"]*)"/.exec(svg)?.[1]

  it('runs from left to right, the slowest at the top', () => {
    expect(pathOf(sparklineSvg([10, 30, 20], { widthPx: 60, heightPx: 22 }))).toBe('M0 21L0 21L30 1L60 11')
  })

  it('has a gap where nothing is known, and a point for one by itself', () => {
    const values = [10, undefined, 30, Number.NaN, 10]
    expect(pathOf(sparklineSvg(values, { widthPx: 60, heightPx: 22 }))).toBe(
      'M0 21L0 21M30 1L30 1M60 21L60 21',
    )
  })

  it('says its scale in figures and in words, and marks a failure unlike a gap', () => {
    const svg = sparklineSvg([10, 'failed', 1_234, undefined, 40], { title: 'checkout' })
    expect(readSvg(svg).texts).toEqual(['checkout: 10 ms to 1.23 s, 1 failed', '1.23 s', '10 ms'])
    expect(svg.match(/<path class="failed" d="(M[^"]*)"/)?.[1]?.match(/M/g)).toHaveLength(1)
    expect(sparklineSvg([10, undefined, 40])).not.toContain('failed')
    expect(readSvg(sparklineSvg([10, 40], { widthPx: 40 })).texts).toEqual(['latency: 10 ms to 40 ms'])
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
    expect(readSvg(sparklineSvg([], { title: '<b>"&' })).texts).toEqual(['<b>"&'])
    expect(() => sparklineSvg([], { widthPx: 0 })).toThrow(/widthPx: expected a number above 0/)
    expect(() => sparklineSvg([], { heightPx: Number.NaN })).toThrow(/heightPx: expected a number above 0/)
    expect(() => sparklineSvg([], { color: '"' })).toThrow(/sparklineSvg: color/)
  })
})
