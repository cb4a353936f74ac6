import { fromMinor, type Money, toMinor } from '../money/index.js'

/** Money in plain words: `70.00 EUR`. */
export const formatMoney = (money: Money): string => {
  const { amount, currency } = fromMinor(toMinor(money), money.currency)
  return `${amount} ${currency}`
}

/** The day of a moment in UTC: `2026-11-24`. */
export const formatDate = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** The months of the year. */
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
