import { escapeXml } from '../../latency/svg.js'
import type { StatusPageWords } from '../page-words.js'
import type { StatusPageReport } from '../status-page-report.js'

/** The words, times and figures of a page, as HTML. */
export interface PageFormat {
  readonly words: StatusPageWords
  /** Escapes a text of the owner, and keeps its direction to itself. */
  text(text: string): string
  /** Returns a moment with its date and time of day. */
  moment(at: number): string
  /** Returns a moment with its time of day only, where it is of the same day as another. */
  momentAfter(at: number, earlier: number): string
  /** Returns the date of a moment in the time zone of the page. */
  date(at: number): string
  /** Returns a date of UTC such as `2026-11-30` in words. */
  day(date: string): string
  /** Returns a share in per cent, never rounded up to all. */
  percent(percent: number): string
  /** Returns a latency. */
  latency(ms: number): string
}

/** Makes the format of a page. */
export function pageFormat({ locale, timeZone }: StatusPageReport, words: StatusPageWords): PageFormat {
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone })
  const days = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
  const moments = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone })
  const times = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone })
  const numbers = new Intl.NumberFormat(locale)
  const stamp = (format: Intl.DateTimeFormat, at: number) =>
    `<time datetime="${new Date(at).toISOString()}">${escapeXml(format.format(at))}</time>`
  const date = (at: number) => escapeXml(dates.format(at))
  return {
    words,
    text: (text) => `<bdi>${escapeXml(text)}</bdi>`,
    moment: (at) => stamp(moments, at),
    momentAfter: (at, earlier) => stamp(date(at) === date(earlier) ? times : moments, at),
    date,
    day: (day) => escapeXml(days.format(Date.parse(day))),
    percent: (percent) => {
      const [digits = 4] = [2, 3].filter((count) => percent < 100 - 10 ** -count)
      const shown = percent === 100 ? 100 : Math.floor(percent * 10 ** digits + 1e-6) / 10 ** digits
      return escapeXml(
        new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(shown / 100),
      )
    },
    latency: (ms) => `${escapeXml(numbers.format(ms))} ms`,
  }
}

/** Returns a duration in its two largest units, such as `2 h 13 min`. */
export function durationText(seconds: number): string {
  const units = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const
  const first = units.findIndex(([, length]) => seconds >= length)
  if (first < 0) return '0 s'
  const parts: string[] = []
  let left = seconds
  for (const [unit, length] of units.slice(first, first + 2)) {
    const count = Math.floor(left / length)
    left -= count * length
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.join(' ')
}
