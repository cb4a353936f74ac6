import { z } from 'zod'
import { durationOption, type OptionsShape } from '../options/index.js'
import type { Duration } from '../time/index.js'

/** How long what grows is kept. What is older goes within the hour. */
export interface RetentionOptions {
  /** Checks of monitors, one by one; at least as long as `minutes`. @default '90d' */
  readonly checks?: Duration
  /** Their roll-ups by minute. @default '1d' */
  readonly minutes?: Duration
  /** Their roll-ups by hour. @default '30d' */
  readonly hours?: Duration
  /** Their roll-ups by day. @default '2y' */
  readonly days?: Duration
  /** The events of the owners' feeds. @default '30d' */
  readonly events?: Duration
}

/** How long each thing is kept, in milliseconds. */
export interface Retention {
  readonly checks: number
  readonly minute: number
  readonly hour: number
  readonly day: number
  readonly events: number
}

const dayMs = 86_400_000
const kept = durationOption({ minMs: 3_600_000 }).exactOptional()

/** Checks {@link RetentionOptions}. */
export const retentionSchema = z
  .strictObject({
    ...{ checks: kept, minutes: kept, hours: kept, days: kept, events: kept },
  } satisfies OptionsShape<RetentionOptions>)
  .transform(
    (given): Retention => ({
      checks: given.checks ?? 90 * dayMs,
      minute: given.minutes ?? dayMs,
      hour: given.hours ?? 30 * dayMs,
      day: given.days ?? 730 * dayMs,
      events: given.events ?? 30 * dayMs,
    }),
  )
  .refine(({ checks, minute }) => checks >= minute, {
    path: ['checks'],
    error: 'expected checks to be kept at least as long as their roll-ups by minute',
  })
