import type { Money } from '@telltale/core'
import { colors } from './colors.js'

/** One line of the live table. */
export interface Row {
  readonly kind: string
  readonly subject: string
  readonly text: string
  readonly paint?: (text: string) => string
}

/** The text in exactly so many characters. */
export const fit = (text: string, width: number): string =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)

/** A price, as people read it. */
export const inMoney = ({ amount, currency }: Money): string => `${amount} ${currency}`

/** Prints the head of the table. */
export function printHead(): void {
  console.log(colors.bold(`${fit('time', 8)}  ${fit('what', 14)}  ${fit('of', 28)}  particulars`))
}

/** Prints one line: when, what happened, to whom, and the particulars. */
export function printRow({ kind, subject, text, paint = (plain) => plain }: Row): void {
  const time = new Date().toISOString().slice(11, 19)
  console.log(`${colors.dim(time)}  ${paint(fit(kind, 14))}  ${fit(subject, 28)}  ${text}`)
}
