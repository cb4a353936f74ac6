/** Converts US dollars to whole cents, the nearest ones. */
const toCents = (usd: number): number => Math.round(usd * 100)

/** Rounds US dollars to whole cents. */
export const roundToCents = (usd: number): number => toCents(usd) / 100

/** Sums amounts in US dollars exactly: each one is rounded to whole cents first. */
export const sumUsd = (amounts: readonly number[]): number =>
  amounts.reduce((sum, usd) => sum + toCents(usd), 0) / 100
