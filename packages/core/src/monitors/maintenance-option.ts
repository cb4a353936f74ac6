import { z } from 'zod'
import {
  type DateOfMonth,
  isDateOfMonth,
  isWeekOfMonth,
  type MaintenanceWindow,
  type MonthlyMaintenance,
  maxRecurringMs,
  timeOfDay,
  type WeekdayOfMonthMaintenance,
  type WeeklyMaintenance,
  type WeekOfMonth,
  weekdays,
} from '../latency/maintenance.js'
import type { Span } from '../latency/spans.js'
import { checkOf, type Issue, type OptionsShape, timeOption, timeZoneOption } from '../options/index.js'
import { dayMs } from '../time/index.js'

/** The maximum number of windows of a monitor: each check looks at all of them. */
const maxWindows = 20

/** The maximum duration of a window that comes once, in milliseconds. */
const maxOnceMs = 366 * dayMs

const once = z
  .strictObject({ from: timeOption, to: timeOption } satisfies OptionsShape<Span>)
  .refine(({ from, to }) => from < to && to - from <= maxOnceMs, {
    error: 'expected { from, to } with `from` before `to`, by 366 days at most',
  })

const timeShape = {
  at: z.string().regex(timeOfDay, { error: "expected a time such as '02:30'" }),
  durationMs: z.number().positive().max(maxRecurringMs, { error: 'expected at most seven days' }),
  timeZone: timeZoneOption.exactOptional(),
}

const weekday = z.array(z.enum(weekdays)).max(weekdays.length)

const weekly = z.strictObject({
  days: weekday.exactOptional(),
  ...timeShape,
} satisfies OptionsShape<WeeklyMaintenance>)

const monthly = z.strictObject({
  dates: z
    .array(z.custom<DateOfMonth>(isDateOfMonth, "expected a date from 1 to 31, or 'last'"))
    .min(1)
    .max(32),
  ...timeShape,
} satisfies OptionsShape<MonthlyMaintenance>)

const weekdayOfMonth = z.strictObject({
  weeks: z
    .array(z.custom<WeekOfMonth>(isWeekOfMonth, "expected a week from 1 to 5, or 'last'"))
    .min(1)
    .max(6),
  days: weekday.min(1),
  ...timeShape,
} satisfies OptionsShape<WeekdayOfMonthMaintenance>)

/** Returns the schema of the kind of window that members tell. */
function schemaOfKind(window: object): z.ZodType<MaintenanceWindow> {
  if ('dates' in window) return monthly
  if ('weeks' in window) return weekdayOfMonth
  return 'at' in window ? weekly : once
}

/** The schema of one window. Its kind is told by its members, so that messages are about that kind. */
const window = z.custom<MaintenanceWindow>().transform((given, context): MaintenanceWindow => {
  if (typeof given !== 'object' || given === null) {
    context.addIssue({ code: 'custom', message: 'expected { from, to } or { at, durationMs }' })
    return z.NEVER
  }
  const issues: Issue[] = []
  const checked = checkOf(schemaOfKind(given))(given, issues)
  for (const { path, message } of issues) context.addIssue({ code: 'custom', path: [...path], message })
  return issues.length === 0 ? checked : z.NEVER
})

/** The schema of the maintenance windows of a monitor. */
export const maintenanceOption: z.ZodType<readonly MaintenanceWindow[], readonly MaintenanceWindow[]> = z
  .array(window)
  .max(maxWindows, { error: `expected at most ${maxWindows} windows` })
