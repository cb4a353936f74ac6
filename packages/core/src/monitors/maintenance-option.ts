import { z } from 'zod'
import {
  type MaintenanceWindow,
  maxWeeklyMs,
  timeOfDay,
  type WeeklyMaintenance,
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

const weekly = z.strictObject({
  days: z.array(z.enum(weekdays)).max(weekdays.length).exactOptional(),
  at: z.string().regex(timeOfDay, { error: "expected a time such as '02:30'" }),
  durationMs: z.number().positive().max(maxWeeklyMs, { error: 'expected at most seven days' }),
  timeZone: timeZoneOption.exactOptional(),
} satisfies OptionsShape<WeeklyMaintenance>)

const isWeekly = (window: object): boolean => 'at' in window

/** The schema of one window. Its kind is told by its members, so that messages are about that kind. */
const window = z.custom<MaintenanceWindow>().transform((given, context): MaintenanceWindow => {
  if (typeof given !== 'object' || given === null) {
    context.addIssue({ code: 'custom', message: 'expected { from, to } or { at, durationMs }' })
    return z.NEVER
  }
  const issues: Issue[] = []
  const checked = checkOf<z.ZodType<MaintenanceWindow>>(isWeekly(given) ? weekly : once)(given, issues)
  for (const { path, message } of issues) context.addIssue({ code: 'custom', path: [...path], message })
  return issues.length === 0 ? checked : z.NEVER
})

/** The schema of the maintenance windows of a monitor. */
export const maintenanceOption: z.ZodType<readonly MaintenanceWindow[], readonly MaintenanceWindow[]> = z
  .array(window)
  .max(maxWindows, { error: `expected at most ${maxWindows} windows` })
