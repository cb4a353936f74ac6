import * as check from '../../options/check.js'

/** Checks an amount in US dollars: from 0 to a billion, which is a sum of a thousand dear cars. */
export const usdCheck: check.OptionCheck<number> = check.number({ min: 0, max: 1e9 })

/** Checks a rate, such as 0.06 for 6 %: from 0 to 10. */
export const rateCheck: check.OptionCheck<number> = check.number({ min: 0, max: 10 })

/** A decimal number: `digits` divided by ten to the power of `scale`. */
interface Decimal {
  readonly digits: bigint
  readonly scale: number
}

/** Reads a number by the digits that it is written with, so that 0.1 is a tenth. */
function decimalOf(value: number): Decimal {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  const [whole = '', fraction = ''] = mantissa.split('.')
  const scale = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction)
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale }
}

/** Rounds to whole cents, halves away from 0. */
function centsOf({ digits, scale }: Decimal): number {
  const unit = 10n ** BigInt(scale)
  const size = (digits < 0n ? -digits : digits) * 100n
  const cents = (2n * size + unit) / (2n * unit)
  return Number(digits < 0n ? -cents : cents)
}

/** Rounds US dollars to whole cents by their decimal digits: 1.005 is 1.01. */
export const roundToCents = (usd: number): number => centsOf(decimalOf(usd)) / 100

/** Sums amounts in US dollars exactly: each one is rounded to whole cents first. */
export const sumUsd = (amounts: readonly number[]): number =>
  amounts.reduce((sum, usd) => sum + centsOf(decimalOf(usd)), 0) / 100

/** Sums products, such as of a price and a rate, by their decimal digits, and rounds the sum once to whole cents. */
export function sumOfProductsUsd(products: readonly (readonly [number, number])[]): number {
  const terms = products.map(([one, other]) => {
    const [a, b] = [decimalOf(one), decimalOf(other)]
    return { digits: a.digits * b.digits, scale: a.scale + b.scale }
  })
  const scale = Math.max(0, ...terms.map((term) => term.scale))
  const digits = terms.reduce((sum, term) => sum + term.digits * 10n ** BigInt(scale - term.scale), 0n)
  return centsOf({ digits, scale }) / 100
}
