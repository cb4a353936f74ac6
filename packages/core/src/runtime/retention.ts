import { z } from 'zod'
import { defined, durationOption, type OptionsShape } from '../options/index.js'
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
  /** What hosts wrote into the owners' audits. @default '2y' */
  readonly audit?: Duration
  /**
   * Is handed what is about to be dropped, table by table, and drops nothing of a table when it rejects or leaves some of
   * it unread: then it is tried again an hour later. @default none: what is old goes for good
   */
  readonly archive?: ArchiveWriter
}

/** Rows of one table that are about to be dropped. */
export interface Archive {
  /** A name for a file, such as `checks-before-2026-08-23T10-00-00-000Z.ndjson.gz`. */
  readonly name: string
  /** The table that they are of, such as `checks`. */
  readonly table: string
  /** All of them are older than this, in epoch milliseconds; whatever is as old is among them. */
  readonly before: number
  /** The rows of all owners, as a compressed backup: to be read once, to the end. */
  readonly content: AsyncIterable<Uint8Array>
}

/** Keeps an archive elsewhere, such as in a file or a bucket; resolves when it is safe there. */
export type ArchiveWriter = (archive: Archive) => Promise<void>

/** How long each thing is kept, in milliseconds. */
export interface Retention {
  readonly checks: number
  readonly minute: number
  readonly hour: number
  readonly day: number
  readonly events: number
  readonly audit: number
  readonly archive?: ArchiveWriter
}

const dayMs = 86_400_000
const kept = durationOption({ minMs: 3_600_000 }).exactOptional()

/** Checks {@link RetentionOptions}. */
export const retentionSchema = z
  .strictObject({
    checks: kept,
    minutes: kept,
    hours: kept,
    days: kept,
    events: kept,
    audit: kept,
    archive: z
      .custom<ArchiveWriter>(
        (value) => typeof value === 'function',
        'expected a function that keeps an archive',
      )
      .exactOptional(),
  } satisfies OptionsShape<RetentionOptions>)
  .transform(
    (given): Retention => ({
      checks: given.checks ?? 90 * dayMs,
      minute: given.minutes ?? dayMs,
      hour: given.hours ?? 30 * dayMs,
      day: given.days ?? 730 * dayMs,
      events: given.events ?? 30 * dayMs,
      audit: given.audit ?? 730 * dayMs,
      ...defined({ archive: given.archive }),
    }),
  )
  .refine(({ checks, minute }) => checks >= minute, {
    path: ['checks'],
    error: 'expected checks to be kept at least as long as their roll-ups by minute',
  })
