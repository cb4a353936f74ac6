import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMinor } from '../../money/index.js'
import { type ParsedPrice, parsePrice } from '../index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

/** Locales with the currency that shops there ask; Intl writes their prices with other spaces, digits, signs and marks. */
const markets =
  `en-US USD|en-GB GBP|en-IN INR|hi-IN INR|de-DE EUR|de-CH CHF|fr-FR EUR|fr-CH CHF|fr-CA CAD|it-IT EUR|es-ES EUR
es-MX MXN|es-AR ARS|es-CL CLP|es-PE PEN|pt-BR BRL|pt-PT EUR|nl-NL EUR|sv-SE SEK|da-DK DKK|nb-NO NOK|is-IS ISK|fi-FI EUR
pl-PL PLN|cs-CZ CZK|hu-HU HUF|ro-RO RON|bg-BG BGN|sr-RS RSD|uk-UA UAH|ru-RU RUB|kk-KZ KZT|tr-TR TRY|el-GR EUR|he-IL ILS
ar-EG EGP|ar-SA SAR|ar-AE AED|ar-KW KWD|fa-IR IRR|ur-PK PKR|bn-BD BDT|ne-NP NPR|th-TH THB|vi-VN VND|id-ID IDR|ms-MY MYR
ja-JP JPY|zh-CN CNY|zh-TW TWD|zh-HK HKD|ko-KR KRW|en-AU AUD|en-NZ NZD|en-SG SGD|en-ZA ZAR|sw-KE KES|ka-GE GEL|az-AZ AZN`
    .split(/[|\n]/)
    .map((market) => market.split(' ') as [locale: string, currency: string])

/** Amounts below ten million, in minor units of up to three decimals. */
const amount = fc.integer({ min: 1, max: 9_999_999_999 }).map((thousandths) => thousandths / 1_000)

const isOpen = ({ flags }: ParsedPrice) => flags.includes('ambiguous-separator')

describe('what Intl writes in 59 locales', () => {
  it.each(markets)('%s %s is read exactly, by its sign and by its code', (locale, currency) => {
    for (const currencyDisplay of ['symbol', 'narrowSymbol', 'code'] as const) {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
      fc.assert(
        fc.property(amount, (value) => {
          const written = value.toFixed(format.resolvedOptions().maximumFractionDigits)
          const parsed = parsePrice(format.format(Number(written)), { locale })
          expect(parsed).toMatchObject({ amount: written, currency, flags: [] })
        }),
        { ...limits, numRuns: 15 },
      )
    }
  })

  it.each(markets)(
    '%s %s is never read wrongly without a flag when the locale is not told',
    (locale, currency) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
      fc.assert(
        fc.property(amount, (value) => {
          const written = value.toFixed(format.resolvedOptions().maximumFractionDigits)
          const parsed = parsePrice(format.format(Number(written)))
          expect(parsed?.amount === written || (parsed && isOpen(parsed))).toBe(true)
        }),
        { ...limits, numRuns: 15 },
      )
    },
  )
})

/** Text with much of what matters to the grammar in it. */
const priceLike = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."0123456789.,'’ -–/%€$£¥₹٫٬٣९５⁹\u200f\u00a0Âxk:="),
      fc.constantFrom('EUR', 'US $', 'kr', 'р.', 'from ', ' for ', 'د.إ', 'Rs.', '万', '円', 'lakh', 'free'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''))

describe('any text', () => {
  it('gives null or an amount that is a plain decimal, with a known currency, and no exception', () => {
    fc.assert(
      fc.property(fc.oneof(priceLike, fc.string({ unit: 'grapheme' })), (text) => {
        const parsed = parsePrice(text)
        if (!parsed) return
        expect(parsed.amount).toMatch(/^-?(0|[1-9]\d*)(\.\d+)?$/)
        expect(parsed.currency ?? 'EUR').toMatch(/^[A-Z]{3}$/)
        expect(new Set(parsed.flags).size).toBe(parsed.flags.length)
      }),
      { ...limits, numRuns: 2_000 },
    )
  })

  it('reads the same with marks that are not seen', () => {
    fc.assert(
      fc.property(
        priceLike,
        fc.constantFrom('\u200e', '\u2067', '\ufeff', '\u00ad'),
        fc.nat(),
        (text, mark, at) => {
          const index = at % (text.length + 1)
          expect(parsePrice(text.slice(0, index) + mark + text.slice(index))).toEqual(parsePrice(text))
        },
      ),
      limits,
    )
  })

  it('keeps every amount of minor units as it was', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), (minor) => {
        const digits = minor.toString().padStart(3, '0')
        const parsed = parsePrice(`${digits.slice(0, -2)}.${digits.slice(-2)} €`)
        expect(toMinor({ amount: parsed?.amount ?? '', currency: 'EUR' })).toBe(minor)
      }),
      limits,
    )
  })
})

describe('hostile text', () => {
  const shapes = [
    '1',
    '1,',
    '1.1',
    '1 ',
    '111 ',
    '$',
    '$ ',
    '1$ ',
    '1€ 1',
    'USD ',
    '%',
    'A.',
    '1⁹⁹',
    '1x ',
    '1 a for ',
    'Â',
    '1-',
  ]
  /** The least of three runs: what else the machine does only adds. */
  const timeMs = (run: () => void) =>
    Math.min(
      ...[1, 2, 3].map(() => {
        const start = performance.now()
        run()
        return performance.now() - start
      }),
    )

  it.each(shapes)('100 kB of "%s" is answered within 100 ms, also as a hint', (shape) => {
    const text = shape.repeat(100_000 / shape.length)
    expect(timeMs(() => parsePrice(text))).toBeLessThan(100)
    expect(timeMs(() => parsePrice('5', { currencyHint: text }))).toBeLessThan(100)
  })

  it.each(shapes)('as much "%s" as is read at all takes at most 100 ms', (shape) => {
    const text = shape.repeat(1_000).slice(0, 1_000)
    expect(timeMs(() => parsePrice(text))).toBeLessThan(100)
  })
})
