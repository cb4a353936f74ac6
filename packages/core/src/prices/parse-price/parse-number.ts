/** What stands between a number and its decimals: a point, a comma, or the euro sign (`1250€60`). */
export type DecimalSeparator = '.' | ',' | '€'

/** What is known about how a number was written. */
export interface NumberHints {
  /** What the host says stands before the decimals. */
  readonly decimalSeparator?: DecimalSeparator
  /** What stands before the decimals in the locale of the text. */
  readonly localeSeparator?: string
  /** How many decimals the currency has; absent when that does not tell how many are written, as in a price per litre. */
  readonly currencyDigits?: number
}

/** The value of a written number. */
export interface ParsedNumber {
  /** A plain decimal string, with the decimals that were written. */
  readonly amount: string
  /** Whether a mark in it may mean something else than was taken. */
  readonly isAmbiguous: boolean
}

/** Thousands by one kind of mark (`1.299.000`), or lakh and crore (`1,29,900`). */
const grouped = /^[1-9](?:\d{0,2}([.,])\d{3}(?:\1\d{3})*|\d?([.,])\d\d(?:\2\d\d)*\2\d{3})$/

/** Reads digits and what stands between them; `undefined` when that is no number, as in a date (`15.08.2017`). */
export function parseNumber(digits: string, hints: NumberHints): ParsedNumber | undefined {
  const plain = digits.replace(/[ '’٬]/g, '')
  const [decimals, isAmbiguous = false] = countDecimals(plain, hints) ?? []
  if (decimals === undefined) return undefined
  const [whole, fraction] = [plain.slice(0, plain.length - decimals), plain.slice(plain.length - decimals)]
  const amount = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  return { amount: fraction ? `${amount}.${fraction}` : amount, isAmbiguous }
}

/** How many of the last digits are decimals, and whether that is ambiguous. */
type Decision = readonly [decimals: number, isAmbiguous?: boolean]

function countDecimals(plain: string, hints: NumberHints): Decision | undefined {
  const at = plain.search(/\D\d*$/)
  if (at < 0) return [0]
  const [mark, head, decimals] = [plain.charAt(at), plain.slice(0, at), plain.length - at - 1]
  if (mark === '٫') return [decimals]
  if (mark === '·') return [decimals, true]
  const isOnce = !head.includes(mark)
  const isGrouped = grouped.test(plain)
  const { currencyDigits, decimalSeparator: told } = hints
  if (told && told !== '€') {
    if (isGrouped && (mark !== told || !isOnce)) return [0, mark === told]
    return isOnce ? [decimals, mark !== told] : undefined
  }
  if (/^\d+$/.test(head)) return isGrouped ? thousandsOrDecimals(mark, hints) : [decimals]
  if (isGrouped) return [0]
  if (!isOnce) return grouped.test(head) && decimals < 3 ? [decimals, true] : undefined
  return [decimals, !grouped.test(head) || (decimals === 3 && currencyDigits !== 3)]
}

/**
 * Three digits after the only mark (`1.299`) are thousands, unless the currency has three decimals: then the locale
 * tells, or else a point is taken for decimals. What only the likelier reading decides is ambiguous.
 */
function thousandsOrDecimals(mark: string, { currencyDigits, localeSeparator }: NumberHints): Decision {
  if (currencyDigits === 3) return [mark === (localeSeparator ?? '.') ? 3 : 0, !localeSeparator]
  return [0, currencyDigits === undefined && mark === (localeSeparator ?? mark)]
}
