import { excerpt, ValidationError } from '../errors/index.js'

/** An amount of money: a decimal string in major units, and an ISO 4217 code, such as `{ amount: '1299.00', currency: 'INR' }`. */
export interface Money {
  /** The amount in major units as a plain decimal string: no exponent, no grouping. */
  readonly amount: string
  /** The ISO 4217 code, in capitals. */
  readonly currency: string
}

/** Currencies whose minor unit is not a hundredth: ISO 4217 list one (SIX, as of 2026-01-01). */
const minorDigitsByCurrency: Readonly<Record<string, number>> = Object.fromEntries([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code) => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3]),
  ['CLF', 4],
  ['UYW', 4],
])

/** Returns the number of digits after the decimal point of a currency: 2 for USD, 0 for JPY, 3 for KWD, 2 for unknown codes. */
export function minorDigits(currency: string): number {
  return minorDigitsByCurrency[currency] ?? 2
}

const fail = (message: string): never => {
  throw new ValidationError('money', [{ path: '', message }])
}

/**
 * Makes money from a decimal string, with as many digits after the point as the currency has. Further digits must be zero.
 *
 * @throws {@link ValidationError} when the amount is not a decimal string, is finer than the currency's minor unit, or
 * the code is not three capitals.
 * @example
 * ```ts
 * money('1299', 'INR') // { amount: '1299.00', currency: 'INR' }
 * ```
 */
export function money(amount: string, currency: string): Money {
  if (!/^[A-Z]{3}$/.test(currency))
    return fail(`expected a currency code of three capitals, such as 'USD', got ${excerpt(currency)}`)
  return fromMinor(toMinor({ amount, currency }), currency)
}

/** The longest amount in characters. The work of reading one grows faster than its length. */
const maxAmountChars = 200

const isShort = (amount: unknown): boolean => typeof amount === 'string' && amount.length <= maxAmountChars

/**
 * Returns the amount as a whole number of the currency's minor units (cents, paise, yen).
 *
 * @throws {@link ValidationError} when the amount is not a decimal string or is finer than the minor unit.
 */
export function toMinor({ amount, currency }: Money): bigint {
  const match = isShort(amount) ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) : undefined
  if (!match) return fail(`expected a decimal string such as '1299.00', got ${excerpt(amount)}`)
  const digits = minorDigits(currency)
  const written = match[3] ?? ''
  const fraction = written.length > digits ? written.replace(/0+$/, '') : written
  if (fraction.length > digits) return fail(`${amount} is finer than the ${digits} digits of ${currency}`)
  const minor = BigInt(`${match[2]}${fraction.padEnd(digits, '0')}`)
  return match[1] ? -minor : minor
}

/** Makes money from a whole number of minor units. */
export function fromMinor(minor: bigint, currency: string): Money {
  const digits = minorDigits(currency)
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0')
  const whole = text.slice(0, text.length - digits)
  const amount = digits === 0 ? whole : `${whole}.${text.slice(-digits)}`
  return { amount: minor < 0n ? `-${amount}` : amount, currency }
}

function sameCurrency(left: Money, right: Money): string {
  if (left.currency !== right.currency)
    return fail(`cannot put ${left.currency} and ${right.currency} together; convert one first`)
  return left.currency
}

/**
 * Returns the exact sum of two amounts.
 *
 * @throws {@link ValidationError} when the currencies differ.
 */
export function addMoney(left: Money, right: Money): Money {
  return fromMinor(toMinor(left) + toMinor(right), sameCurrency(left, right))
}

/**
 * Compares two amounts, for sorting: below 0 when the first is less, 0 when they are equal, above 0 when it is more.
 *
 * @throws {@link ValidationError} when the currencies differ.
 */
export function compareMoney(left: Money, right: Money): number {
  sameCurrency(left, right)
  const difference = toMinor(left) - toMinor(right)
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}
