import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeText } from './charset.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

/** Bytes of `1 299,00 €`, as each character set writes them. */
const price = {
  'utf-8': [0x31, 0xc2, 0xa0, 0x32, 0x39, 0x39, 0x2c, 0x30, 0x30, 0x20, 0xe2, 0x82, 0xac],
  'windows-1252': [0x31, 0xa0, 0x32, 0x39, 0x39, 0x2c, 0x30, 0x30, 0x20, 0x80],
  'iso-8859-15': [0x31, 0xa0, 0x32, 0x39, 0x39, 0x2c, 0x30, 0x30, 0x20, 0xa4],
  'utf-16le': [0x31, 0, 0xa0, 0, 0x32, 0, 0x39, 0, 0x39, 0, 0x2c, 0, 0x30, 0, 0x30, 0, 0x20, 0, 0xac, 0x20],
  'utf-16be': [0, 0x31, 0, 0xa0, 0, 0x32, 0, 0x39, 0, 0x39, 0, 0x2c, 0, 0x30, 0, 0x30, 0, 0x20, 0x20, 0xac],
}
const text = '1\u00a0299,00 €'

describe('decodeText', () => {
  it.each(Object.entries(price))('reads a price in %s when the content type says so', (charset, bytes) => {
    expect(decodeText(Uint8Array.from(bytes), `text/html; charset=${charset}`)).toBe(text)
  })

  it.each([
    'text/html;charset="windows-1252"',
    'text/html; Charset = Windows-1252 ; x=y',
    'text/html; charset=ISO-8859-1',
    'text/html; charset=latin1',
  ])('reads windows-1252, which the web calls by many names, from %s', (contentType) => {
    expect(decodeText(Uint8Array.from(price['windows-1252']), contentType)).toBe(text)
  })

  it('reads all of windows-1252', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index)
    // https://encoding.spec.whatwg.org/index-windows-1252.txt
    const points = [
      0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d,
      0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a,
      0x153, 0x9d, 0x17e, 0x178,
    ]
    expect(decodeText(bytes, 'text/html; charset=windows-1252')).toBe(String.fromCodePoint(...points))
  })

  it.each([
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ] as const)(
    'believes the byte order mark of %s more than the content type, and drops it',
    (charset, mark) => {
      expect(
        decodeText(Uint8Array.from([...mark, ...price[charset]]), 'text/html; charset=windows-1252'),
      ).toBe(text)
    },
  )

  it.each([
    '<meta charset="windows-1252">',
    "<META charset = 'windows-1252' />",
    '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
    '<meta name="viewport" content="width=1"><meta charset=windows-1252>',
  ])('reads %s in HTML whose content type names no character set', (meta) => {
    const bytes = Uint8Array.from([...Buffer.from(`<!doctype html>${meta}<p>`), ...price['windows-1252']])
    expect(decodeText(bytes, 'text/html')).toMatch(new RegExp(`<p>${text}$`))
    expect(decodeText(bytes)).toMatch(new RegExp(`<p>${text}$`))
  })

  it('believes the content type more than the page', () => {
    const bytes = Uint8Array.from([...Buffer.from('<meta charset=windows-1252>'), ...price['utf-8']])
    expect(decodeText(bytes, 'text/html; charset=utf-8')).toContain(text)
  })

  it('does not look for a <meta> in what is no HTML', () => {
    const bytes = Uint8Array.from([
      ...Buffer.from('{"html":"<meta charset=windows-1252>","price":"'),
      ...price['utf-8'],
    ])
    expect(decodeText(bytes, 'application/json')).toContain(text)
  })

  it('takes a page that calls itself UTF-16 in single bytes for UTF-8, as browsers do', () => {
    const bytes = Uint8Array.from([...Buffer.from('<meta charset="utf-16">'), ...price['utf-8']])
    expect(decodeText(bytes, 'text/html')).toContain(text)
  })

  it.each(['text/html; charset=klingon', 'text/html; charset=', ''])(
    'falls back to UTF-8 for %j',
    (contentType) => {
      expect(decodeText(Uint8Array.from(price['utf-8']), contentType)).toBe(text)
    },
  )

  it('marks what is not in the character set that is named, and goes on', () => {
    const bytes = Uint8Array.from([...price['windows-1252'], 0x21])
    expect(decodeText(bytes, 'text/html; charset=utf-8')).toBe('1\ufffd299,00 \ufffd!')
  })

  it('never throws, whatever the bytes and the content type are', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (bytes, contentType) => {
        expect(typeof decodeText(bytes, `text/html; charset=${contentType}`)).toBe('string')
      }),
      limits,
    )
  })
})
