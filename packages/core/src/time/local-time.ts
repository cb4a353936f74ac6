import { excerpt, ValidationError } from '../errors/index.js'
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

/** A time zone: how it formats a time, and its offsets on the days that were asked for. */
interface TimeZone {
  readonly format: Intl.DateTimeFormat
  /** The offset from UTC on each day, counted from 1970-01-01; `undefined` when it changes within the day. */
  readonly offsetsMs: Map<number, number | undefined>
}

const zones = new Map<string, TimeZone>()

/** The maximum number of zones, of which ICU knows some 600, and of days of each, that are remembered. */
const [maxZones, maxDays] = [1_000, 10_000]

/** The longest name of a time zone in characters. None of the IANA database has more than half of it. */
const maxNameChars = 100

/**
 * Returns the local time in a time zone at a moment.
 *
 * @throws `ValidationError` when the time zone is not known.
 */
export function localTime(at: number, timeZone: string): LocalTime {
  const minutes = Math.floor((at + offsetMs(at, timeZone)) / minuteMs)
  const date = Math.floor((minutes * minuteMs) / dayMs)
  return { date, day: (((date + 4) % 7) + 7) % 7, minute: minutes - (date * dayMs) / minuteMs }
}

/**
 * Returns the offset of a time zone from UTC at a moment, in milliseconds: whole minutes. Asking for many moments of one
 * day costs as much as asking for one.
 *
 * @throws `ValidationError` when the time zone is not known.
 */
export function offsetMs(at: number, timeZone: string): number {
  const { format, offsetsMs } = zoneOf(timeZone)
  const day = Math.floor(at / dayMs)
  if (!offsetsMs.has(day)) {
    if (offsetsMs.size === maxDays) offsetsMs.clear()
    offsetsMs.set(day, constantOffsetMs(format, day))
  }
  return offsetsMs.get(day) ?? computeOffsetMs(format, at)
}

/** Returns the offset on a day, or `undefined` when it changes within the day. No zone changes twice a day. */
function constantOffsetMs(format: Intl.DateTimeFormat, day: number): number | undefined {
  const offset = computeOffsetMs(format, day * dayMs)
  return offset === computeOffsetMs(format, (day + 1) * dayMs - 1) ? offset : undefined
}

function computeOffsetMs(format: Intl.DateTimeFormat, at: number): number {
  const part = Object.fromEntries(
    format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
  ) as Readonly<Record<'year' | 'month' | 'day' | 'hour' | 'minute', number>>
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute)
  return local - Math.floor(at / minuteMs) * minuteMs
}

/** Returns `true` for the name of a time zone, such as `'Europe/Berlin'`. */
export function isTimeZone(name: string): boolean {
  try {
    return zoneOf(name) !== undefined
  } catch {
    return false
  }
}

function zoneOf(name: string): TimeZone {
  const known = zones.get(name)
  if (known) return known
  const zone = { format: formatOf(name), offsetsMs: new Map<number, number | undefined>() }
  // Names are known in any case, so that there are far more of them than zones.
  if (zones.size === maxZones) zones.clear()
  zones.set(name, zone)
  return zone
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const numeric = {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  } as const
  const refuse = (cause?: unknown): never => {
    const message = `expected a time zone such as 'Europe/Berlin', got ${excerpt(timeZone)}`
    throw new ValidationError('localTime', [{ path: 'timeZone', message }], { cause })
  }
  if (typeof timeZone !== 'string' || timeZone.length > maxNameChars) return refuse()
  try {
    return new Intl.DateTimeFormat('en-US', { ...numeric, hourCycle: 'h23', calendar: 'gregory', timeZone })
  } catch (cause) {
    return refuse(cause)
  }
}
