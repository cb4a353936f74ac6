import type { Money } from '@telltale/core'
import { colors } from './colors.js'

/** One row of the live table. */
export interface Row {
  /** The event, such as `price dropped`. */
  readonly kind: string
  /** The name of the monitor or product. */
  readonly subject: string
  /** The details. */
  readonly text: string
  /** Colors the event. @default plain */
  readonly paint?: (text: string) => string
}

/** Pads or cuts a text to exactly `width` characters. */
export const fit = (text: string, width: number): string =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)

/** Formats an amount of money, such as `70.00 EUR`. */
export const formatMoney = ({ amount, currency }: Money): string => `${amount} ${currency}`

/** Prints the header of the table. */
export function printHeader(): void {
  console.log(colors.bold(`${fit('time', 8)}  ${fit('event', 14)}  ${fit('subject', 28)}  details`))
}

/** Prints one row with the time. */
export function printRow({ kind, subject, text, paint = (plain) => plain }: Row): void {
  const time = new Date().toISOString().slice(11, 19)
  console.log(`${colors.dim(time)}  ${paint(fit(kind, 14))}  ${fit(subject, 28)}  ${text}`)
}
