import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { defined } from '../../options/index.js'
import { parsePrice } from '../index.js'

const file = new URL('../../../../../../shared/data/web/price_strings.jsonl', import.meta.url)

/** A real price text with its answer; `xfail` marks those that the library they come from fails on purpose. */
interface Row {
  readonly price: string | null
  readonly currencyHint: string | null
  readonly decimalSeparator: '.' | ',' | '€' | null
  readonly expectedAmount: string | null
  readonly expectedCurrency: string | null
  readonly currencyNotChecked?: boolean
  readonly xfail: boolean
}

/**
 * The currencies of the signs in the corpus, by ISO 4217 and Unicode CLDR; of a sign with several meanings, all that its currency
 * unions and countries use. A sign that means no ISO currency (toman) tells none.
 */
const meanings: Readonly<Record<string, string>> = {
  $: 'USD CAD AUD NZD SGD HKD MXN ARS CLP COP TWD',
  '€ EUR euro': 'EUR',
  '£ GBP': 'GBP',
  '₤': 'GBP',
  Kč: 'CZK',
  'руб руб. Р р. ₽': 'RUB',
  'zł Zł PLN pln': 'PLN',
  'грн грн.': 'UAH',
  R$: 'BRL',
  'lei Lei LEI': 'RON MDL',
  '₪': 'ILS',
  DKK: 'DKK',
  NOK: 'NOK',
  SGD: 'SGD',
  NZD: 'NZD',
  USD: 'USD',
  C$: 'CAD NIO',
  kr: 'SEK NOK DKK ISK',
  '₫ đ': 'VND',
  '₹': 'INR',
  Rp: 'IDR',
  'лв лв.': 'BGN',
  'HUF Ft': 'HUF',
  ƒ: 'AWG ANG XCG',
  KD: 'KWD',
  'TL ₺': 'TRY',
  ریال: 'IRR',
  '﷼ ريال': 'SAR QAR OMR YER IRR',
  'CHF Fr.': 'CHF',
  '؋': 'AFN',
  Lek: 'ALL',
  '₼': 'AZN',
  BD: 'BHD',
  '៛': 'KHR',
  FCFA: 'XOF XAF',
  kn: 'HRK',
  Fdj: 'DJF',
  Nfk: 'ERN',
  'GH₵': 'GHS',
  J$: 'JMD',
  '₭': 'LAK',
  LD: 'LYD LRD',
  MK: 'MWK',
  UM: 'MRU',
  '₨': 'INR PKR LKR NPR MUR SCR',
  '₮': 'MNT',
  '₦': 'NGN',
  NT$: 'TWD',
  TSh: 'TZS',
  TT$: 'TTD',
  USh: 'UGX',
  $U: 'UYU',
  GEL: 'GEL',
  원: 'KRW',
  جنيه: 'EGP SDG',
  Dinara: 'RSD',
}
const codesOf = new Map(
  Object.entries(meanings).flatMap(([signs, codes]) =>
    signs.split(' ').map((sign) => [sign, codes.split(' ')] as const),
  ),
)

function read({ price, currencyHint, decimalSeparator }: Row) {
  return parsePrice(
    price ?? '',
    defined({ currencyHint: currencyHint || undefined, decimalSeparator: decimalSeparator || undefined }),
  )
}

const isRight = (row: Row) => {
  const amount = read(row)?.amount
  return row.expectedAmount === null
    ? amount === undefined
    : amount !== undefined && Number(amount) === Number(row.expectedAmount)
}

describe.skipIf(!existsSync(file))('616 real price texts (needs shared/data)', () => {
  const rows = existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line): Row => JSON.parse(line))
        .filter(({ xfail }) => !xfail)
    : []

  it('99.5 % of the amounts are right, and at most 0.3 % wrong without a flag', () => {
    expect(rows).toHaveLength(616)
    const wrong = rows.filter((row) => !isRight(row))
    expect(wrong.length / rows.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.005)
    const silent = wrong.filter((row) => !read(row)?.flags.length)
    expect(silent.length / rows.length, JSON.stringify(silent)).toBeLessThanOrEqual(0.003)
  })

  it('98 % of the currencies are right where the sign tells', () => {
    const told = rows.filter(
      (row) =>
        row.expectedAmount !== null && codesOf.has(row.expectedCurrency ?? '') && !row.currencyNotChecked,
    )
    expect(told.length).toBeGreaterThan(500)
    const wrong = told.filter(
      (row) => !codesOf.get(row.expectedCurrency ?? '')?.includes(read(row)?.currency ?? ''),
    )
    expect(wrong.length / told.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.02)
  })
})
