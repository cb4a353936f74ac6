import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ValidationError } from '../errors/index.js'
import { parseOptions } from '../options/index.js'
import { cronOption } from './cron-option.js'
import { cronSlots } from './cron-slots.js'

const at = (text: string) => Date.parse(text)

function slotsWithin(expression: string, timeZone: string, from: number, to: number): number[] {
  const slots = cronSlots({ expression, timeZone })
  const found: number[] = []
  for (let slot = slots.next(from - 1); slot !== undefined && slot < to; slot = slots.next(slot))
    found.push(slot)
  return found
}

const inIso = (times: readonly number[]) =>
  times.map((time) => `${new Date(time).toISOString().slice(0, 16)}Z`)

/** A property ends early on a busy machine. */
const bounds = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

/** Days on which the clocks of a zone are changed, from the IANA time zone database. */
const changes = [
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Africa/Cairo', '2026-04-24'],
] as const

/** A second way to compute slots: the local time of each minute, as Intl formats it. */
function minutesShown(timeZone: string, from: number, to: number): Map<number, string> {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const shown = new Map<number, string>()
  for (let minute = from; minute < to; minute += 60_000) shown.set(minute, format.format(minute))
  return shown
}

/** Returns the slot of a local time by RFC 5545, section 3.3.5: the first minute that shows it, or as much later after a gap. */
function minuteOf(time: string, shown: ReadonlyMap<number, string>): number {
  for (let back = 0; ; back += 60_000) {
    const wanted = new Date(Date.parse(`${time.replace(' ', 'T')}Z`) - back).toISOString()
    for (const [minute, text] of shown)
      if (text === wanted.slice(0, 16).replace('T', ' ')) return minute + back
  }
}

describe('cronSlots', () => {
  it.each([
    ['in UTC unless told otherwise', { expression: '0 3 * * *' }, '2026-07-01T03:00Z'],
    ['on the clock of a zone', { expression: '0 3 * * *', timeZone: 'Europe/Berlin' }, '2026-07-01T01:00Z'],
    ['on working days', { expression: '0 9 * * 1-5', timeZone: 'America/New_York' }, '2026-07-01T13:00Z'],
    ['on the last day of a month', { expression: '0 0 L * *' }, '2026-07-31T00:00Z'],
    ['on a leap day', { expression: '0 0 29 2 *' }, '2028-02-29T00:00Z'],
    ['in the 30th second', { expression: '30 59 23 * * *' }, '2026-07-01T23:59:30Z'],
  ])('finds the next slot %s', (_, options, expected) => {
    expect(cronSlots(options).next(at('2026-07-01T00:00Z'))).toBe(at(expected))
  })

  it('gives a slot strictly after the time it is asked about', () => {
    const slots = cronSlots({ expression: '*/10 * * * * *' })
    const slot = at('2026-07-01T00:00:10Z')
    expect(slots.next(slot - 1)).toBe(slot)
    expect(slots.next(slot)).toBe(slot + 10_000)
    expect(slots.next(slot + 1)).toBe(slot + 10_000)
  })

  it.each([
    ['30 2 * * *', 'Europe/Berlin', ['2026-03-28T01:30Z', '2026-03-29T01:30Z', '2026-03-30T00:30Z']],
    ['30 2 * * *', 'America/New_York', ['2026-03-07T07:30Z', '2026-03-08T07:30Z', '2026-03-09T06:30Z']],
    ['15 2 * * *', 'Australia/Lord_Howe', ['2026-10-02T15:45Z', '2026-10-03T15:45Z', '2026-10-04T15:15Z']],
    ['0 0 * * *', 'Africa/Cairo', ['2026-04-22T22:00Z', '2026-04-23T22:00Z', '2026-04-24T21:00Z']],
    // On the 30th of December 2011 Samoa crossed the date line: that day was left out.
    ['0 12 * * *', 'Pacific/Apia', ['2011-12-29T22:00Z', '2011-12-30T22:00Z', '2011-12-31T22:00Z']],
  ])('runs daily work (%s) as much later on the day on which %s skips its time', (daily, timeZone, days) => {
    const [first, , last] = days.map(at) as [number, number, number]
    expect(inIso(slotsWithin(daily, timeZone, first, last + 1))).toEqual(days)
  })

  it.each([
    ['30 2 * * *', 'Europe/Berlin', ['2026-10-24T00:30Z', '2026-10-25T00:30Z', '2026-10-26T01:30Z']],
    ['30 1 * * *', 'America/New_York', ['2026-10-31T05:30Z', '2026-11-01T05:30Z', '2026-11-02T06:30Z']],
    ['45 1 * * *', 'Australia/Lord_Howe', ['2026-04-03T14:45Z', '2026-04-04T14:45Z', '2026-04-05T15:15Z']],
  ])(
    'runs daily work (%s) once, the first time, on the day on which %s has its time twice',
    (daily, timeZone, days) => {
      const [first, , last] = days.map(at) as [number, number, number]
      expect(inIso(slotsWithin(daily, timeZone, first, last + 1))).toEqual(days)
    },
  )

  it.each(changes)('runs every quarter of an hour while %s changes its clocks (%s)', (timeZone, day) => {
    const from = at(`${day}T00:00Z`) - 86_400_000
    const to = from + 3 * 86_400_000
    const quarters = Array.from({ length: 3 * 96 }, (_, index) => from + index * 900_000)
    expect(slotsWithin('*/15 * * * *', timeZone, from, to)).toEqual(quarters)
  })

  it('finds what Intl finds minute by minute, where it is due every hour', () => {
    fc.assert(
      fc.property(fc.constantFrom(...changes), fc.integer({ min: 0, max: 59 }), ([timeZone, day], past) => {
        const from = at(`${day}T00:00Z`) - 86_400_000
        const shown = minutesShown(timeZone, from, from + 3 * 86_400_000)
        const wanted = [...shown]
          .filter(([, text]) => Number(text.slice(-2)) === past)
          .map(([minute]) => minute)
        expect(slotsWithin(`${past} * * * *`, timeZone, from, from + 3 * 86_400_000)).toEqual(wanted)
      }),
      { numRuns: 40, ...bounds },
    )
  })

  it('finds each time of a day once, however the clocks change', () => {
    const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { minLength: 1, maxLength: 3 })
    const hours = fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(fc.constantFrom(...changes), minutes, hours, ([timeZone, day], atMinutes, atHours) => {
        const from = at(`${day}T00:00Z`) - 86_400_000
        const shown = minutesShown(timeZone, from, from + 3 * 86_400_000)
        const first = minuteOf(`${day} 00:00`, shown)
        const times = atHours.flatMap((hour) =>
          atMinutes.map(
            (minute) => `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
          ),
        )
        const wanted = [...new Set(times.map((time) => minuteOf(time, shown)))].toSorted((a, b) => a - b)
        const found = slotsWithin(`${atMinutes} ${atHours} * * *`, timeZone, first, first + 6 * 3_600_000)
        expect(inIso(found)).toEqual(inIso(wanted))
      }),
      { numRuns: 60, ...bounds },
    )
  })

  it.each([
    [{ expression: '* * * *' }, 'expression: expected five fields'],
    [{ expression: '@daily' }, 'expression: expected five fields'],
    [{ expression: 5 }, 'expression: expected five fields'],
    [{ expression: '61 * * * *' }, 'expression: expected a cron expression: Invalid value for minute: 61'],
    [{ expression: 'a b c d e' }, 'expression: expected a cron expression'],
    [{ expression: `${'1,'.repeat(200)}1 * * * *` }, 'expression: expected at most 200 characters'],
    [{ expression: '0 0 30 2 *' }, "'0 0 30 2 *' names none that is in the calendar"],
    [
      { expression: '0 0 * * *', timeZone: 'Mars/Base' },
      `timeZone: expected a time zone such as 'Europe/Berlin'`,
    ],
  ])('refuses %j', (options, message) => {
    const make = () => cronSlots(options as { expression: string })
    expect(make).toThrow(ValidationError)
    expect(make).toThrow(message)
  })
})

describe('the search for a slot', () => {
  it('is as quick for the rarest expression as for any, and remembers its answer', () => {
    const before = process.cpuUsage()
    for (const timeZone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe']) {
      const slots = cronSlots({ expression: '0 0 29 2 *', timeZone })
      for (let hour = 0; hour < 10_000; hour++) slots.next(at('2026-01-01T00:00Z') + hour * 3_600_000)
    }
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(1_000)
  })

  it('finds the same slot wherever it begins', () => {
    const slots = cronSlots({ expression: '30 2 29 2 *', timeZone: 'Europe/Berlin' })
    for (const from of ['2027-01-01', '2024-03-01', '2028-02-28', '2024-02-28', '2027-06-01'])
      expect(inIso([slots.next(at(from)) ?? 0])).toEqual([
        from < '2024-02-29' ? '2024-02-29T01:30Z' : '2028-02-29T01:30Z',
      ])
  })

  it('ends at once for a day that is in no calendar', () => {
    for (const expression of ['0 0 30 2 *', '0 0 31 2,4,6,9,11 *'])
      expect(() => cronSlots({ expression })).toThrow(/names none that is in the calendar/)
  })
})

describe('cronOption', () => {
  it('accepts what cronSlots accepts, and names what is wrong', () => {
    const daily = { expression: '0 3 * * *', timeZone: 'Europe/Berlin' }
    expect(parseOptions('watch', cronOption(), daily)).toEqual(daily)
    expect(() => parseOptions('watch', cronOption(), { expression: '0 0 30 2 *' })).toThrow(
      /^watch: expression: expected times that come/,
    )
    expect(() => parseOptions('watch', cronOption(), { ...daily, zone: 'UTC' })).toThrow(
      "unknown option 'zone'",
    )
  })
})
