import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { type ParsePriceOptions, parsePrice } from '../index.js'

/** Asserts the amount and currency of a text that leaves no doubt. */
function expectPlain(text: string, amount: string, currency?: string, options?: ParsePriceOptions) {
  expect(parsePrice(text, options)).toEqual({
    amount,
    ...defined({ currency: currency || undefined }),
    flags: [],
  })
}

const flagsOf = (text: string, options?: ParsePriceOptions) => parsePrice(text, options)?.flags

describe('parsePrice reads the price that people write', () => {
  it.each([
    ['₹1,29,900', '129900', 'INR'],
    ['₹1,00,00,000.50', '10000000.50', 'INR'],
    ['1.299,00 €', '1299.00', 'EUR'],
    ['1 299,00 zł', '1299.00', 'PLN'],
    ["CHF 1'299.–", '1299', 'CHF'],
    ['1.299 €', '1299', 'EUR'],
    ['£0.99', '0.99', 'GBP'],
    ['12,5 €', '12.5', 'EUR'],
    ['0 €', '0', 'EUR'],
    ['USD 1,299.00', '1299.00', 'USD'],
    ['1299,00EUR', '1299.00', 'EUR'],
    ['140,00 pln', '140.00', 'PLN'],
    ['US $12.99', '12.99', 'USD'],
    ['CA$15', '15', 'CAD'],
    ['HK$ 99', '99', 'HKD'],
    ['$12.99 CAD', '12.99', 'CAD'],
    ['R$ 1.299,90', '1299.90', 'BRL'],
    ['1 299,- Kč', '1299', 'CZK'],
    ['1.899,-', '1899', undefined],
    ['199:-', '199', undefined],
    ['129 900 Ft', '129900', 'HUF'],
    ['1 299 р.', '1299', 'RUB'],
    ['₺1.299,90', '1299.90', 'TRY'],
    ['1,299 ש"ח', '1299', 'ILS'],
    ['1,299円(税込)', '1299', 'JPY'],
    ['1.2E3 EUR', '1200', 'EUR'],
    ['12,000원', '12000', 'KRW'],
    ['1.299.000đ', '1299000', 'VND'],
    ['S/. 12.90', '12.90', 'PEN'],
    ['دينار أردني 5', '5', 'JOD'],
  ] as const)('%s', (text, amount, currency) => expectPlain(text, amount, currency))

  it.each([
    ['no-break spaces', '1 298,00 €', '1298.00', 'EUR'],
    ['narrow no-break spaces', '1\u202f298,00 €', '1298.00', 'EUR'],
    ['right-to-left marks', '\u200f450 ج.م.\u200f', '450', 'EGP'],
    ['Arabic digits', '٣٩٩٫٥٠ ر.س', '399.50', 'SAR'],
    ['Persian digits', '۸۵۰،۰۰۰ ریال', '850000', 'IRR'],
    ['Devanagari digits', '₹१,२९,९००', '129900', 'INR'],
    ['full-width characters', '１，２９９円', '1299', 'JPY'],
    ['raised decimals', '€ 9⁹⁹', '9.99', 'EUR'],
    ['a footnote', '12,99 €¹', '12.99', 'EUR'],
    ['UTF-8 read as Windows-1252', 'Â£12.50', '12.50', 'GBP'],
    ['a euro read as Windows-1252', 'â‚¬ 12,50', '12.50', 'EUR'],
    ['a rupee read as Mac Roman', '‚Çπ1,299', '1299', 'INR'],
    ['a price split over elements', '€ 10, 83*', '10.83', 'EUR'],
    ['an abbreviation with a dot', 'AED.500', '500', 'AED'],
  ] as const)('with %s', (_, text, amount, currency) => expectPlain(text, amount, currency))

  it.each([
    ['1299.00 EUR', '1299.00'],
    ['1299 EUR', '1299'],
    ['.75 EUR', '0.75'],
    ['007 EUR', '7'],
    ['1.11000000000000009770', '1.11000000000000009770'],
    ['123456789012345678901234567890.12 EUR', '123456789012345678901234567890.12'],
  ])('%s keeps its digits: %s', (text, amount) => expect(parsePrice(text)?.amount).toBe(amount))

  it.each([
    '',
    '   ',
    'Sold out',
    '$',
    '40% OFF',
    '-20%',
    '15.08.2017',
    '12/05/2024',
    '10:30',
    '192.168.1.1',
  ])('finds none in "%s"', (text) => expect(parsePrice(text)).toBeNull())

  it.each([
    ['iPhone 15 128GB ₹79,900', '79900'],
    ['500 g 12,50 €', '12.50'],
    ['5G phone MX924 £99', '99'],
    ['iPhone 15 £99', '99'],
    ['1,5 L 0,89 €', '0.89'],
    ['30 Tage 5 €', '5'],
    ['Rated 4/5: 12 €', '12'],
  ])('passes over codes, measures and times: %s', (text, amount) =>
    expect(parsePrice(text)?.amount).toBe(amount),
  )

  it.each(['1e999 EUR', '1e21 €', '1e-7 €'])('does not read %s: no price has such an exponent', (text) => {
    expect(parsePrice(text)).toBeNull()
  })

  it('does not read a text longer than 1,000 characters: it is a page', () => {
    expect(parsePrice('5 €'.padStart(1_000))?.amount).toBe('5')
    expect(parsePrice('5 €'.padStart(1_001))).toBeNull()
  })
})

describe('parsePrice flags what else the text says', () => {
  it.each([
    ['£6.95 - £9.95', '6.95', ['range']],
    ['5 – 10 €', '5', ['range']],
    ['From 26 to 50 €', '26', ['range', 'from']],
    ['ab 12,99 €', '12.99', ['from']],
    ['à partir de 12,99 €', '12.99', ['from']],
    ['€ ab 5', '5', ['from']],
    ['£49+', '49', ['from']],
    ['100円から', '100', ['from']],
    ['bis 50 €', '50', ['up-to']],
    ['£10 or less', '10', ['up-to']],
    ['€ 2,99 / kg', '2.99', ['per-unit']],
    ['€ 5 pro Stück', '5', ['per-unit']],
    ['1 kg = 5,98 €', '5.98', ['per-unit']],
    ['40.00/each', '40.00', ['per-unit']],
    ['2 for £5', '5', ['multi-buy']],
    ['3 Ausgaben für nur 14,85 EUR', '14.85', ['multi-buy']],
    ['10x de R$ 12,90', '12.90', ['multi-buy']],
    ['Save £20', '20', ['discount']],
    ['£20 off', '20', ['discount']],
    ['Trade in and save up to £400', '400', ['up-to', 'discount']],
    ['Sparen Sie bis zu 50 €', '50', ['up-to', 'discount']],
    ['Ahorra hasta 30 €', '30', ['up-to', 'discount']],
    ['Risparmia fino a 30 €', '30', ['up-to', 'discount']],
    ['bespaar tot € 40', '40', ['up-to', 'discount']],
    ['save now on shoes up to £400', '400', ['up-to']],
    ['-5,00 €', '-5.00', ['negative']],
    ['€-5.00', '-5.00', ['negative']],
    ['FREE!', '0', ['free']],
    ['Now £15.00, was £20.00', '15.00', ['several-amounts']],
    ['12.99 was £15.99', '12.99', ['several-amounts']],
    ['iPhone 15 ₹ 799', '15', ['several-amounts']],
    ['Price 29', '29', ['unmarked']],
    ['July, 2004', '2004', ['unmarked']],
    ['₹1.5 lakh', '150000', ['abbreviated']],
    ['12万円', '120000', ['abbreviated']],
    ['1.299', '1299', ['ambiguous-separator']],
    ['1.299.00 €', '1299.00', ['ambiguous-separator']],
    ['1.000,000 €', '1000.000', ['ambiguous-separator']],
    ['1,659 €/l', '1.659', ['per-unit', 'ambiguous-separator']],
    // Where prices have a comma, a point before three digits parts thousands.
    ['Rp 49.000/bulan', '49000', ['per-unit', 'ambiguous-separator']],
    ['99.000₫ mỗi tháng', '99000', ['per-unit', 'ambiguous-separator']],
    ['R$ 1.299/mês', '1299', ['per-unit', 'ambiguous-separator']],
    ['1.299 TL/ay', '1299', ['per-unit', 'ambiguous-separator']],
    ['CLP 19.990 / mes', '19990', ['per-unit', 'ambiguous-separator']],
    ['99p', '99', ['no-iso-currency']],
    ['94 تومان', '94', ['no-iso-currency']],
  ])('%s is %s, %j', (text, amount, flags) => expect(parsePrice(text)).toMatchObject({ amount, flags }))

  it('takes a dash apart from the amount for a dash', () => expectPlain('- €44.99', '44.99', 'EUR'))
  it('does not take free shipping for a free product', () => expect(parsePrice('Free shipping')).toBeNull())
  it('does not count the same amount twice', () => expectPlain('205,68 € 205.68', '205.68', 'EUR'))

  it.each([
    ['$5', 'USD'],
    ['7 990 kr', 'SEK'],
    ['¥1,299', 'JPY'],
    ['Rs. 1,299', 'INR'],
    ['160,00 lei', 'RON'],
    ['R1,299.99', 'ZAR'],
  ])('%s may mean several currencies, most likely %s', (text, currency) =>
    expect(parsePrice(text)).toMatchObject({ currency, flags: ['ambiguous-currency'] }),
  )
})

/** ISO 4217 list one (SIX, as of 2026-01-01), without funds, metals and test codes. */
const isoCodes = `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR
MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF
XPF YER ZAR ZMW ZWG`

describe('parsePrice is told more', () => {
  it('by the code of any currency, on either side of the amount', () => {
    for (const code of isoCodes.split(/\s/)) {
      expectPlain(`${code} 12.50`, '12.50', code)
      expectPlain(`12.50${code}`, '12.50', code)
    }
  })

  it('the currency settles a sign, and is given where the text has none', () => {
    expectPlain('$5', '5', 'CAD', { currency: 'CAD' })
    expectPlain('1.299', '1299', 'EUR', { currency: 'EUR' })
    expectPlain('5 K', '5', 'PGK', { currency: 'PGK' })
  })

  it('the text wins over the currency, flagged; a lone letter does not', () => {
    expect(parsePrice('£5', { currency: 'USD' })).toEqual({
      amount: '5',
      currency: 'GBP',
      flags: ['currency-conflict'],
    })
    expectPlain('5 K', '5', 'USD', { currency: 'USD' })
    expect(flagsOf('€5 USD')).toEqual(['currency-conflict'])
  })

  it.each([
    ['€ 1', '17,35', 'EUR'],
    ['Pris NOK 1 999,00', '5 799,00', 'NOK'],
    ['грн.', '5 870', 'UAH'],
    ['р.', '150', 'RUB'],
    ['25 TL', '80', 'TRY'],
    ['CAD', '$80', 'CAD'],
    ['SKU:', '99.99', undefined],
    ['USD', '£54.17', 'GBP'],
  ])('the hint "%s" beside "%s" tells %s', (currencyHint, text, currency) => {
    const parsed = parsePrice(text, { currencyHint })
    expect(parsed?.flags).toEqual([])
    expect(parsed?.currency).toBe(currency)
  })

  it.each([
    ['$ 12.990', 'es-CL', '12990', 'CLP'],
    ['$5', 'en-CA', '5', 'CAD'],
    ['99 kr', 'da-DK', '99', 'DKK'],
    ['¥5', 'zh-CN', '5', 'CNY'],
    ['1.299', 'de-DE', '1299', undefined],
    ['1,299', 'en-GB', '1299', undefined],
    ['1,250 KWD', 'ar-TN', '1.250', 'KWD'],
    ['1,250 KWD', 'en-KW', '1250', 'KWD'],
  ])('"%s" in %s is %s', (text, locale, amount, currency) => expectPlain(text, amount, currency, { locale }))

  it('a language without a region only makes one currency likelier', () => {
    expect(parsePrice('99 kr', { locale: 'da' })).toMatchObject({
      currency: 'DKK',
      flags: ['ambiguous-currency'],
    })
  })

  it.each([
    ['140.000', '.', '140.000', []],
    ['140.000', ',', '140000', []],
    ['1,299.50', '.', '1299.50', []],
    ['12.50', ',', '12.50', ['ambiguous-separator']],
    ['1.234.567', '.', '1234567', ['ambiguous-separator']],
    ['1250€ 60', '€', '1250.60', []],
    ['140,000€33', '€', '140000.33', []],
  ] as const)('"%s" with "%s" before decimals is %s', (text, decimalSeparator, amount, flags) =>
    expect(parsePrice(text, { decimalSeparator })).toMatchObject({ amount, flags }),
  )

  it('decimals after a euro sign are read without being told, a spaced pair with reserve', () => {
    expectPlain('35€99', '35.99', 'EUR')
    expect(parsePrice('35€ 99')).toMatchObject({ amount: '35.99', flags: ['ambiguous-separator'] })
    expect(parsePrice('12,50€ 15 Stück')).toMatchObject({ amount: '12.50' })
  })
})

describe('parsePrice refuses what it was not made for', () => {
  it.each([
    [12.99, {}, /^parsePrice: text: .*string/],
    [undefined, {}, /^parsePrice: text/],
    ['5', { currency: 'usd' }, /currency: expected a currency code of three capitals/],
    ['5', { locale: 'not a locale' }, /locale: expected a BCP 47 language tag, such as 'de-CH'/],
    ['5', { decimalSeparator: ';' }, /decimalSeparator/],
    ['5', { hint: '€' }, /unknown option 'hint'/],
  ])('%j with %j', (text, options, message) => {
    const call = () => parsePrice(text as string, options as ParsePriceOptions)
    expect(call).toThrow(ValidationError)
    expect(call).toThrow(message)
  })
})
