import { type Money, minorDigits, toMinor } from '../money/index.js'
import { custom, type OptionCheck } from './check.js'

/** Checks for an amount of money that can be a price: not negative, and no finer than the smallest unit. */
export const isPrice = (value: unknown): value is Money => {
  const { amount, currency = '' } = (value ?? {}) as Partial<Money>
  // Absent prices are common in a history, and exceptions are slow: return early.
  if (typeof amount !== 'string' || !/^[A-Z]{3}$/.test(currency)) return false
  // Fast path: nearly every amount is a plain decimal.
  if (/^\d{1,15}(?:\.\d\d?)?$/.test(amount) && minorDigits(currency) >= 2) return true
  try {
    return toMinor({ amount, currency }) >= 0n
  } catch {
    return false
  }
}

/** Checks a price. */
export const priceCheck: OptionCheck<Money> = /* @__PURE__ */ custom(
  isPrice,
  "a price such as { amount: '1299.00', currency: 'INR' }, no finer than the currency's smallest unit",
)
