import { fromMinor, type Money, toMinor } from '../money/index.js'

/** Formats money for a sentence: `70.00 EUR`. */
export const formatMoney = (money: Money): string => {
  const { amount, currency } = fromMinor(toMinor(money), money.currency)
  return `${amount} ${currency}`
}

/** Formats the UTC date of a time: `2026-11-24`. */
export const formatDate = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The English names of the months, from January on. */
export const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const
