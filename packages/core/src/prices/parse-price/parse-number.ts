/** A decimal separator: a point, a comma, or the euro sign (`1250€60`). */
export type DecimalSeparator = '.' | ',' | '€'

/** Hints about how a number is written. */
export interface NumberHints {
  /** The decimal separator that the host gives. */
  readonly decimalSeparator?: DecimalSeparator | undefined
  /** The decimal separator of the locale. */
  readonly localeSeparator?: string | undefined
  /** The number of decimals of the currency; absent when the text may have others, as in a price per litre. */
  readonly currencyDigits?: number | undefined
  /** `true` when the locale is of a country that has the currency, so that its separator holds for any number of decimals. */
  readonly isLocal?: boolean | undefined
  /** The decimal separator of prices per unit, which have three decimals in some countries. */
  readonly unitSeparator?: string | undefined
}

/** A parsed number. */
export interface ParsedNumber {
  /** The value as a plain decimal string, with the decimals that were written. */
  readonly amount: string
  /** `true` when a separator may mean something else than was taken. */
  readonly isAmbiguous: boolean
}

/** The pattern of a grouped number: thousands (`1.299.000`), or lakh and crore (`1,29,900`). */
const grouped = /^[1-9](?:\d{0,2}([.,])\d{3}(?:\1\d{3})*|\d?([.,])\d\d(?:\2\d\d)*\2\d{3})$/

/** Parses digits with their separators; `undefined` when they are no number, as in a date (`15.08.2017`). */
export function parseNumber(digits: string, hints: NumberHints): ParsedNumber | undefined {
  const plain = digits.replace(/[ '’٬\u2063]/g, '')
  const [decimals, isAmbiguous = digits.includes('\u2063')] = countDecimals(plain, hints) ?? []
  if (decimals === undefined) return undefined
  const [whole, fraction] = [plain.slice(0, plain.length - decimals), plain.slice(plain.length - decimals)]
  const amount = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  return { amount: fraction ? `${amount}.${fraction}` : amount, isAmbiguous }
}

/** The number of decimals, and `true` when it is ambiguous. */
type Decision = readonly [decimals: number, isAmbiguous?: boolean]

function countDecimals(plain: string, hints: NumberHints): Decision | undefined {
  const at = plain.search(/\D\d*$/)
  if (at < 0) return [0]
  const [separator, head, decimals] = [plain.charAt(at), plain.slice(0, at), plain.length - at - 1]
  if (separator === '٫') return [decimals]
  if (separator === '·') return [decimals, true]
  const isOnce = !head.includes(separator)
  const isGrouped = grouped.test(plain)
  const { currencyDigits, decimalSeparator: givenSeparator } = hints
  if (givenSeparator && givenSeparator !== '€') {
    if (isGrouped && (separator !== givenSeparator || !isOnce)) return [0, separator === givenSeparator]
    return isOnce ? [decimals, separator !== givenSeparator] : undefined
  }
  if (/^\d+$/.test(head)) return isGrouped ? thousandsOrDecimals(separator, hints) : [decimals]
  if (isGrouped) return [0]
  if (!isOnce) return grouped.test(head) && decimals < 3 ? [decimals, true] : undefined
  return [decimals, !grouped.test(head) || (decimals === 3 && currencyDigits !== 3)]
}

/**
 * Decides about three digits after a single separator (`1.299`). They are thousands, unless the currency has three
 * decimals: then the locale decides, or else a point is a decimal point. A price per unit has three decimals where the
 * separator is that of its country, and so has any price whose locale is of the country of its currency. A decision by
 * likelihood alone is ambiguous.
 */
function thousandsOrDecimals(separator: string, hints: NumberHints): Decision {
  const { currencyDigits, localeSeparator, unitSeparator, isLocal } = hints
  if (currencyDigits === 3) return [separator === (localeSeparator ?? '.') ? 3 : 0, !localeSeparator]
  if (unitSeparator) return [separator === unitSeparator ? 3 : 0, true]
  if (isLocal && currencyDigits === 2 && separator === localeSeparator) return [3, true]
  return [0, currencyDigits === undefined && separator === (localeSeparator ?? separator)]
}
