import * as check from '../../options/check.js'

/** Checks an amount in US dollars: from 0 to a billion, which is a sum of a thousand dear cars. */
export const usdCheck: check.OptionCheck<number> = check.number({ min: 0, max: 1e9 })

/** Checks a rate, such as 0.06 for 6 %: from 0 to 10. */
export const rateCheck: check.OptionCheck<number> = check.number({ min: 0, max: 10 })

/** Converts US dollars to whole cents, the nearest ones. */
const toCents = (usd: number): number => Math.round(usd * 100)

/** Rounds US dollars to whole cents. */
export const roundToCents = (usd: number): number => toCents(usd) / 100

/** Sums amounts in US dollars exactly: each one is rounded to whole cents first. */
export const sumUsd = (amounts: readonly number[]): number =>
  amounts.reduce((sum, usd) => sum + toCents(usd), 0) / 100
