import { ValidationError } from '../errors/index.js'
import { dayMs, minuteMs } from './duration.js'

/** A time as the wall clock and calendar of a time zone show it. */
export interface LocalTime {
  /** The day of the week; 0 is Sunday. */
  readonly day: number
  /** The minute of the day, from 0. */
  readonly minute: number
  /** The date as the number of days since 1970-01-01. */
  readonly date: number
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The maximum number of formats that are kept. There are fewer time zones, but each may be written in any case. */
const maxFormats = 500

/**
 * Returns the local time in a time zone at a moment.
 *
 * @throws `ValidationError` when the time zone is not known.
 */
export function localTime(at: number, timeZone: string): LocalTime {
  const part = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>>
  const date = Math.floor(Date.UTC(part.year, part.month - 1, part.day) / dayMs)
  return { date, day: (((date + 4) % 7) + 7) % 7, minute: part.hour * 60 + part.minute }
}

/** Returns the offset of a time zone from UTC at a moment, in milliseconds: whole minutes. */
export function offsetMs(at: number, timeZone: string): number {
  const { date, minute } = localTime(at, timeZone)
  return date * dayMs + (minute - Math.floor(at / minuteMs)) * minuteMs
}

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...numeric,
      hourCycle: 'h23',
      calendar: 'gregory',
      timeZone,
    })
    if (formats.size < maxFormats) formats.set(timeZone, format)
    return format
  } catch (cause) {
    const message = `expected a time zone such as 'Europe/Berlin', got ${timeZone}`
    throw new ValidationError('localTime', [{ path: 'timeZone', message }], { cause })
  }
}
