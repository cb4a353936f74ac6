import { describe, expect, it } from 'vitest'
import { parsePrice } from '../index.js'

/** 42 markets: the locale, its currency, and numbers of the script that its people read. */
const markets =
  `en-US USD|en-GB GBP|en-IN INR|hi-IN INR deva|mr-IN INR deva|de-DE EUR|de-AT EUR|de-CH CHF|fr-FR EUR|fr-CH CHF|fr-CA CAD
it-IT EUR|es-ES EUR|es-MX MXN|es-CO COP|pt-BR BRL|pt-PT EUR|nl-NL EUR|sv-SE SEK|da-DK DKK|nb-NO NOK|fi-FI EUR|pl-PL PLN
cs-CZ CZK|hu-HU HUF|ro-RO RON|uk-UA UAH|ru-RU RUB|tr-TR TRY|el-GR EUR|he-IL ILS|ar-EG EGP arab|ar-SA SAR arab
ar-KW KWD arab|fa-IR IRR arabext|bn-BD BDT beng|th-TH THB thai|vi-VN VND|id-ID IDR|ja-JP JPY fullwide|zh-CN CNY|ko-KR KRW`
    .split(/[|\n]/)
    .map((market) => market.split(' '))
    .map(([locale = '', currency = '', script = 'latn']) => ({ locale, currency, script }))

const amounts = [
  '0.05',
  '0.99',
  '7',
  '12.5',
  '99.9',
  '129',
  '999.99',
  '1299',
  '1299.9',
  '12990',
  '129900',
  '1299000.45',
]

/** Ways in which the software of shops changes the output of Intl. */
const writings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'with plain spaces': (text) => text.replace(/[\u00a0\u202f]/g, ' '),
  'with thin spaces': (text) => text.replace(/[\u00a0\u202f ]/g, '\u2009'),
  'with marks of direction and soft hyphens': (text) => `\u200f\u00ad${text}\u200e\u00ad`,
  'in a line of its own': (text) => `\n\t  ${text}\n`,
}

const styles: readonly Intl.NumberFormatOptions[] = (['symbol', 'narrowSymbol', 'code'] as const).flatMap(
  (currencyDisplay) => [
    { currencyDisplay },
    { currencyDisplay, useGrouping: false },
    { currencyDisplay, currencySign: 'accounting' as const },
  ],
)

describe('42 markets write the same amounts in every style', () => {
  it.each(markets)('$locale in $currency', { timeout: 60_000 }, ({ locale, currency, script }) => {
    for (const numberingSystem of new Set(['latn', script]))
      for (const style of styles) {
        const format = new Intl.NumberFormat(locale, {
          style: 'currency',
          currency,
          numberingSystem,
          ...style,
        })
        const digits = format.resolvedOptions().maximumFractionDigits ?? 2
        for (const amount of amounts) {
          const written = Number(amount).toFixed(digits)
          for (const [how, write] of Object.entries(writings)) {
            const text = write(format.format(Number(written)))
            const parsed = parsePrice(text, { locale })
            expect(parsed, `${how}: ${text}`).toMatchObject({ amount: written, currency, flags: [] })
            const unaided = parsePrice(text)
            const isOpen = unaided?.flags.includes('ambiguous-separator')
            expect(isOpen || unaided?.amount === written, `${how}, no locale: ${text}`).toBe(true)
          }
        }
      }
  })
})

describe('names of things are no prices', () => {
  it.each([
    'RS232C',
    'RS485 adapter',
    'USB RS232 cable',
    'KR120 helmet',
    'MK3 Golf',
    'DT990 Pro',
    'Size EUR 42',
    'Größe: EUR 42',
    'Taille 38',
    'A4',
    'B07XYZ1234',
    'M2 SSD',
    '15.08.2017',
    '12/05/2024',
    '10:30',
    '4.5/5',
    '100%',
    '-20 %',
    '٪20',
  ])('%s', (text) => {
    const parsed = parsePrice(text)
    expect(parsed === null || parsed.flags.includes('unmarked'), JSON.stringify(parsed)).toBe(true)
  })

  it.each([
    ['Rs500', '500', 'INR'],
    ['Rs.1,29,900/-', '129900', 'INR'],
    ['RS 1,299', '1299', 'INR'],
    ['RM50 voucher', '50', 'MYR'],
    ['LE450 only', '450', 'EGP'],
    ['KD15 only', '15', 'KWD'],
    ['KD 4.5', '4.5', 'KWD'],
    ['EUR 42', '42', 'EUR'],
    ['EUR 42,00', '42.00', 'EUR'],
    ['Tk 1,299', '1299', 'BDT'],
    ['1299 zl', '1299', 'PLN'],
    ['7 L£', '7', 'LBP'],
    ['(R 0,05)', '-0.05', 'ZAR'],
    ['Mex$ 100', '100', 'MXN'],
    ['129 000 сум', '129000', 'UZS'],
    ['12 990 դր.', '12990', 'AMD'],
    ['$12 .99', '12.99', 'USD'],
    ['€ 10, 83*', '10.83', 'EUR'],
  ])('but %s is one', (text, amount, currency) =>
    expect(parsePrice(text)).toMatchObject({ amount, currency }),
  )
})

describe('what is not the whole price is flagged', () => {
  it.each([
    ['EMI ₹1,299', 'multi-buy'],
    ['No Cost EMI at ₹1,299', 'multi-buy'],
    ['12 x 99,90 €', 'multi-buy'],
    ['12x de R$ 99,90', 'multi-buy'],
    ['3 cuotas de $ 1.299', 'multi-buy'],
    ['Raten von 12,50 €', 'multi-buy'],
    ['2 for $5', 'multi-buy'],
    ['orders over $50', 'from'],
    ['above ₹499', 'from'],
    ['ab 5 €', 'from'],
    ['save $20', 'discount'],
    ['$20 off', 'discount'],
    ['€ 2,99 / kg', 'per-unit'],
    ['$9.99/mo', 'per-unit'],
    ['$5 - $9', 'range'],
    ['was $20 now $15', 'several-amounts'],
    ['₹1.5 lakh', 'abbreviated'],
    ['up to $5', 'up-to'],
  ])('%s: %s', (text, flag) => expect(parsePrice(text)?.flags).toContain(flag))
})
