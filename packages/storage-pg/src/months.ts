/** One calendar month, in UTC. */
export interface Month {
  /** Year and month, such as `2026_11`. */
  readonly name: string
  /** The first millisecond of the month. */
  readonly from: number
  /** The first millisecond after the month. */
  readonly to: number
}

/** Returns the start of a month. `Date.UTC` would take the years 0 to 99 for 1900 to 1999. */
const startOf = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month, 1)

/** Returns the month that a time lies in, or the one that is `monthsLater` after it. */
export function monthOf(at: number, monthsLater = 0): Month {
  const date = new Date(at)
  const from = startOf(date.getUTCFullYear(), date.getUTCMonth() + monthsLater)
  const first = new Date(from)
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()]
  const name = `${String(year).padStart(4, '0')}_${String(month + 1).padStart(2, '0')}`
  return { name, from, to: startOf(year, month + 1) }
}
