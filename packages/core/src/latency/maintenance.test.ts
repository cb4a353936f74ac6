import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hourMs } from '../time/index.js'
import { isInMaintenance, type MaintenanceWindow, maintenanceSpans, type WeeklyMaintenance } from './index.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const dayMs = 24 * hourMs
const iso = (ms: number) => new Date(ms).toISOString()
const around = (date: string) => ({ from: Date.parse(date) - dayMs, to: Date.parse(date) + 2 * dayMs })

describe('maintenance', () => {
  it.each<[string, Omit<WeeklyMaintenance, 'durationMs'>, string, string]>([
    [
      'in winter',
      { days: ['sun'], at: '02:30', timeZone: 'Europe/Berlin' },
      '2026-01-18',
      '2026-01-18T01:30:00.000Z',
    ],
    [
      'in summer',
      { days: ['sun'], at: '02:30', timeZone: 'Europe/Berlin' },
      '2026-07-19',
      '2026-07-19T00:30:00.000Z',
    ],
    // On 29 March 2026 Berlin has no 02:30; it begins at 03:30, as much later as the clock is put forward.
    [
      'into no time',
      { days: ['sun'], at: '02:30', timeZone: 'Europe/Berlin' },
      '2026-03-29',
      '2026-03-29T01:30:00.000Z',
    ],
    // On 25 October 2026 Berlin has 02:30 twice.
    [
      'in both',
      { days: ['sun'], at: '02:30', timeZone: 'Europe/Berlin' },
      '2026-10-25',
      '2026-10-25T00:30:00.000Z',
    ],
    [
      'in New York',
      { days: ['sun'], at: '02:30', timeZone: 'America/New_York' },
      '2026-03-08',
      '2026-03-08T07:30:00.000Z',
    ],
    // Lord Howe Island puts its clocks by half an hour: 02:15 on 4 October 2026 is none, 01:45 on 5 April is twice.
    [
      'by half an hour',
      { days: ['sun'], at: '02:15', timeZone: 'Australia/Lord_Howe' },
      '2026-10-04',
      '2026-10-03T15:45:00.000Z',
    ],
    [
      'back by half',
      { days: ['sun'], at: '01:45', timeZone: 'Australia/Lord_Howe' },
      '2026-04-05',
      '2026-04-04T14:45:00.000Z',
    ],
  ])('begins by the clock on the wall: %s', (_, window, date, begin) => {
    const [span, ...others] = maintenanceSpans([{ ...window, durationMs: hourMs }], around(date))
    expect(others).toEqual([])
    expect([iso(span?.from ?? 0), (span?.to ?? 0) - (span?.from ?? 0)]).toEqual([begin, hourMs])
  })

  it('comes once or week by week, in order, and as a whole', () => {
    const monday = Date.UTC(2026, 4, 4)
    const windows = [
      { days: ['mon', 'wed'], at: '23:00', durationMs: 2 * hourMs } as const,
      { from: monday + 5 * hourMs, to: monday + 6 * hourMs },
    ]
    const span = { from: monday, to: monday + 3 * dayMs }
    expect(maintenanceSpans(windows, span).map(({ from }) => (from - monday) / hourMs)).toEqual([5, 23, 71])
    const begun = { from: monday + dayMs + hourMs / 2, to: monday + dayMs + hourMs }
    expect(maintenanceSpans(windows, begun).map(({ from }) => (from - monday) / hourMs)).toEqual([23])
  })

  it('in UTC is where the week modulo seven days says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 4e12 }),
        fc.nat(6),
        fc.nat(23),
        fc.integer({ min: 1, max: 7 * dayMs - 1 }),
        (at, day, hour, durationMs) => {
          const days = [(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[day] ?? 'sun']
          const window = { days, at: `${String(hour).padStart(2, '0')}:00`, durationMs }
          // 1970-01-04 was a Sunday.
          const intoWeekMs = at - (3 + day) * dayMs - hour * hourMs
          const expected = ((intoWeekMs % (7 * dayMs)) + 7 * dayMs) % (7 * dayMs) < durationMs
          expect(isInMaintenance([window], at)).toBe(expected)
        },
      ),
      limits,
    )
  })

  it('is daily where no days are given', () => {
    const span = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 31) }
    expect(maintenanceSpans([{ at: '04:00', durationMs: 60_000 }], span)).toHaveLength(30)
  })

  // Dates are those of the calendar; Berlin is an hour ahead of UTC in winter and two in summer.
  it.each<[string, object, readonly string[]]>([
    [
      'the second Tuesday of each month',
      { weeks: [2], days: ['tue'] },
      ['01-13T01', '02-10T01', '03-10T01', '04-14T00', '05-12T00', '06-09T00'],
    ],
    [
      'the last Sunday, also when the clocks are put forward',
      { weeks: ['last'], days: ['sun'] },
      ['01-25T01', '02-22T01', '03-29T01', '04-26T00', '05-31T00', '06-28T00'],
    ],
    [
      'the first and the last day',
      { dates: [1, 'last'] },
      // 1 January in Berlin, 31 January, and so on.
      ['01-01T01', '01-31T01', '02-01T01', '02-28T01', '03-01T01', '03-31T00', '04-01T00'].concat([
        '04-30T00',
        '05-01T00',
        '05-31T00',
        '06-01T00',
        '06-30T00',
      ]),
    ],
    ['the 31st, in months that have one', { dates: [31] }, ['01-31T01', '03-31T00', '05-31T00']],
    ['a fifth Friday, in months that have one', { weeks: [5], days: ['fri'] }, ['01-30T01', '05-29T00']],
  ])('comes month by month: %s', (_, window, expected) => {
    const monthly = { at: '02:00', durationMs: 2 * hourMs, timeZone: 'Europe/Berlin', ...window }
    const span = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 6, 1) }
    const spans = maintenanceSpans([monthly as MaintenanceWindow], span)
    expect(spans.map(({ from }) => iso(from).slice(5, 13))).toEqual(expected)
    expect(spans.every(({ from, to }) => to - from === 2 * hourMs)).toBe(true)
    for (const { from, to } of spans)
      expect(
        [from - 1, from, to - 1, to].map((at) => isInMaintenance([monthly as MaintenanceWindow], at)),
      ).toEqual([false, true, true, false])
  })

  it('takes no span of more than eleven years, which would take as many steps as it has days', () => {
    const daily = [{ at: '02:00', durationMs: hourMs }]
    expect(() => maintenanceSpans(daily, { from: 0, to: 8.64e15 })).toThrow(/span of up to eleven years/)
    expect(() => isInMaintenance(daily, Number.NaN)).toThrow(/span of up to eleven years/)
  })

  it('of 20 windows of a week takes a check no time', () => {
    const windows = Array.from({ length: 20 }, (_, hour) => ({
      at: `${String(hour).padStart(2, '0')}:00`,
      days: ['sun'] as const,
      durationMs: 7 * dayMs - hourMs,
      timeZone: 'America/New_York',
    }))
    const before = process.cpuUsage()
    for (let minute = 0; minute < 1_000; minute++)
      isInMaintenance(windows, Date.UTC(2026, 0, 1) + minute * 60_000)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1_000).toBeLessThan(1_000)
  })

  it.each<[object, RegExp]>([
    [{ at: '24:00' }, /at: expected a time such as '02:30', got "24:00"/],
    [{ durationMs: 0 }, /durationMs: expected a number above 0/],
    [{ durationMs: 1e13 }, /durationMs: expected a number above 0, and at most seven days/],
    [{ durationMs: Number.NaN }, /durationMs: expected/],
    [{ days: ['domingo'] }, /days: expected one of sun, mon/],
    [{ dates: [0] }, /dates: expected a date from 1 to 31, or 'last'/],
    [{ weeks: [6], days: ['sun'] }, /weeks: expected a week from 1 to 5, or 'last'/],
    [
      { timeZone: 'Mars/Olympus' },
      /timeZone: expected a time zone such as 'Europe\/Berlin', got "Mars\/Olympus"/,
    ],
  ])('refuses %j', (part, message) => {
    expect(() => isInMaintenance([{ at: '02:00', durationMs: hourMs, ...part }], 0)).toThrow(message)
  })
})
