import { z } from 'zod'
import { ValidationError } from '../errors/index.js'
import { type OptionsShape, timeZoneOption } from '../options/index.js'
import { type CronOptions, cronSlots } from './cron-slots.js'

const shape = z.strictObject(
  {
    expression: z.string().max(200, { error: 'expected at most 200 characters' }),
    timeZone: timeZoneOption.exactOptional(),
  } satisfies OptionsShape<CronOptions>,
  {
    error: ({ code }) =>
      code === 'invalid_type'
        ? "expected an object such as { expression: '*/5 8-20 * * 1-5', timeZone: 'Europe/Berlin' }"
        : undefined,
  },
)

/** Makes the schema of an option that is a cron expression with its time zone: it accepts what {@link cronSlots} accepts. */
export function cronOption(): z.ZodType<CronOptions, CronOptions> {
  return shape.superRefine((given, context) => {
    try {
      cronSlots(given)
    } catch (cause) {
      if (!(cause instanceof ValidationError)) throw cause
      for (const { path, message } of cause.issues)
        context.addIssue({ code: 'custom', path: [path], message })
    }
  })
}
