import { describe, expect, it } from 'vitest'
import { parsePrice } from '../index.js'

/** 60 locales with the currency of their shops. */
const markets =
  `en-US USD|en-GB GBP|en-IN INR|hi-IN INR|de-DE EUR|de-CH CHF|fr-FR EUR|fr-CA CAD|it-IT EUR|es-ES EUR|es-MX MXN|pt-BR BRL
pt-PT EUR|nl-NL EUR|sv-SE SEK|da-DK DKK|nb-NO NOK|fi-FI EUR|pl-PL PLN|cs-CZ CZK|sk-SK EUR|hu-HU HUF|ro-RO RON|bg-BG EUR|hr-HR EUR
sr-RS RSD|sl-SI EUR|uk-UA UAH|ru-RU RUB|tr-TR TRY|el-GR EUR|he-IL ILS|ar-EG EGP|ar-SA SAR|ar-AE AED|fa-IR IRR|bn-BD BDT|ta-IN INR
te-IN INR|mr-IN INR|gu-IN INR|kn-IN INR|th-TH THB|vi-VN VND|id-ID IDR|ms-MY MYR|ja-JP JPY|zh-CN CNY|zh-TW TWD|zh-HK HKD|ko-KR KRW
lt-LT EUR|lv-LV EUR|et-EE EUR|ka-GE GEL|kk-KZ KZT|sw-KE KES|af-ZA ZAR|ur-PK PKR|ne-NP NPR`
    .split(/[|\n]/)
    .map((market) => market.split(' ') as [locale: string, currency: string])

const values = [1_200, 15_000, 350_000, 1_500_000, 120_000_000, 1_200_000_000]

/** Everything that Intl writes of the values in compact notation in a market. */
function written(locale: string, currency: string): readonly (readonly [text: string, value: number])[] {
  return (['short', 'long'] as const).flatMap((compactDisplay) =>
    (['symbol', 'code'] as const).flatMap((currencyDisplay) => {
      const format = new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        notation: 'compact',
        compactDisplay,
        currencyDisplay,
        maximumSignificantDigits: 2,
      })
      return values.map((value) => [format.format(value), value] as const)
    }),
  )
}

describe('the compact notation of Intl in 60 locales', () => {
  it.each([{ isTold: true }, { isTold: false }])(
    '95 % are right, and none is silently wrong, with the locale told: $isTold',
    ({ isTold }) => {
      const texts = markets.flatMap(([locale, currency]) =>
        written(locale, currency).map(([text, value]) => {
          const parsed = parsePrice(text, isTold ? { locale } : {})
          return { text, parsed, isRight: parsed !== null && Number(parsed.amount) === value }
        }),
      )
      const wrong = texts.filter(({ isRight }) => !isRight)
      expect(1 - wrong.length / texts.length, JSON.stringify(wrong.slice(0, 20))).toBeGreaterThanOrEqual(0.95)
      const silent = wrong.filter(({ parsed }) => parsed?.flags.every((flag) => flag === 'abbreviated'))
      expect(silent).toEqual([])
    },
  )

  it.each([
    ['₹1.25 Cr', '12500000'],
    ['1.5bn $', '1500000000'],
    ['12 tys. zł', '12000'],
    ['1,3 jt', '1300000'],
    ['Rp15rb', '15000'],
    ['1万2,000円', '12000'],
    ['1억 5천만원', '150000000'],
    ['2천5백만원', '25000000'],
    ['350 TEUR', '350000'],
  ])('%s is %s', (text, amount) => {
    expect(parsePrice(text)).toMatchObject({ amount })
    expect(parsePrice(text)?.flags).toContain('abbreviated')
  })

  it('flags an abbreviation about which languages differ', () => {
    expect(parsePrice('2,5 B €')).toMatchObject({ flags: ['abbreviated', 'ambiguous-factor'] })
    expect(parsePrice('2,5 B €', { locale: 'es-ES' })).toMatchObject({
      amount: '2500000000000',
      flags: ['abbreviated'],
    })
  })
})
