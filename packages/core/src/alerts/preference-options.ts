import { z } from 'zod'
import { type Duration, durationOption, type OptionsShape, timeZoneOption } from '../options/index.js'
import type { BaseRecord } from '../ports/index.js'
import type { AlertPreferences, Digest, QuietHours } from '../records/alert-routing-records.js'
import { dayMs, minuteMs } from '../time/index.js'
import { languageOption } from './destinations/destination-options.js'

/** The number of alerts in a minute above which one summary tells the rest, unless an owner chose another. */
export const defaultAlertsPerMinute = 10

/** The preferences of an owner as they are now, with what is given by default. */
export interface AlertPreferenceValues extends Omit<AlertPreferences, keyof BaseRecord | 'scope'> {
  /** The number of alerts in a minute above which one summary tells the rest. */
  readonly maxAlertsPerMinute: number
}

/** Changes of the preferences of an owner. A member that is absent stays; `null` takes it off. */
export interface AlertPreferencesPatch {
  /** The language of messages, as a BCP 47 tag such as `'de-AT'`. @default unchanged; at first English */
  readonly language?: string | null
  /** The IANA time zone of quiet hours, digests and times. @default unchanged; at first UTC */
  readonly timeZone?: string | null
  /** The hours in which only critical alerts are told. @default unchanged; at first none */
  readonly quietHours?: QuietHours | null
  /** The times at which what is not critical is told together. @default unchanged; at first each is told at once */
  readonly digest?: Digest | null
  /** The maximum number of alerts told in a day, critical ones aside, 1 to 10,000. @default unchanged; at first any */
  readonly maxAlertsPerDay?: number | null
  /** The number of alerts in a minute above which one summary tells the rest, 1 to 1,000. @default unchanged; at first 10 */
  readonly maxAlertsPerMinute?: number | null
  /** The time between two reminders of an open alert that nobody acknowledged, 5 minutes to 30 days. @default unchanged; at first none */
  readonly remindEvery?: Duration | null
  /** The least expected profit of an opportunity that is told, in USD. @default unchanged; at first any */
  readonly minProfitUsd?: number | null
}

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a time of a day such as '22:30'")
const weekday = z.int().min(1).max(7)

/** Checks {@link QuietHours}. */
export const quietHoursSchema = z
  .strictObject({
    from: clockTime,
    to: clockTime,
    days: z.array(weekday).min(1).max(7).exactOptional(),
  } satisfies OptionsShape<QuietHours>)
  .refine(({ from, to }) => from !== to, {
    path: ['to'],
    error: 'expected another time than `from`; alerts.pauseAll holds everything back',
  })

/** Checks a {@link Digest}. */
export const digestSchema = z.strictObject({
  every: z.enum(['hour', 'day', 'week']),
  at: clockTime.exactOptional(),
  day: weekday.exactOptional(),
} satisfies OptionsShape<Digest>)

/** The schema of {@link AlertPreferencesPatch}. */
export const preferencesPatchSchema = z.strictObject({
  language: languageOption.nullable().exactOptional(),
  timeZone: timeZoneOption.nullable().exactOptional(),
  quietHours: quietHoursSchema.nullable().exactOptional(),
  digest: digestSchema.nullable().exactOptional(),
  maxAlertsPerDay: z.int().min(1).max(10_000).nullable().exactOptional(),
  maxAlertsPerMinute: z.int().min(1).max(1_000).nullable().exactOptional(),
  remindEvery: durationOption({ minMs: 5 * minuteMs, maxMs: 30 * dayMs })
    .nullable()
    .exactOptional(),
  minProfitUsd: z.number().min(0).max(1e9).nullable().exactOptional(),
} satisfies OptionsShape<AlertPreferencesPatch>)
