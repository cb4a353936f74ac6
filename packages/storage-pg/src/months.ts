/** One month of the calendar, in UTC. */
export interface Month {
  /** Such as `2026_11`. */
  readonly name: string
  /** Its first millisecond. */
  readonly from: number
  /** The first millisecond after it. */
  readonly to: number
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
const startOf = (year: number, month: number): number => new Date(0).setUTCFullYear(year, month, 1)

/** The month that a time lies in, and with `later` one so many months after it. */
export function monthOf(at: number, later = 0): Month {
  const date = new Date(at)
  const from = startOf(date.getUTCFullYear(), date.getUTCMonth() + later)
  const first = new Date(from)
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()]
  const name = `${String(year).padStart(4, '0')}_${String(month + 1).padStart(2, '0')}`
  return { name, from, to: startOf(year, month + 1) }
}
