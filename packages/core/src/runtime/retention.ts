import { z } from 'zod'
import { defined, durationOption, type OptionsShape } from '../options/index.js'
import { type Duration, dayMs, hourMs } from '../time/index.js'

/** The time that growing data is kept. Older rows are removed within the hour. */
export interface RetentionOptions {
  /** Single checks of monitors; at least as long as `minutes`. @default '90d' */
  readonly checks?: Duration
  /** Roll-ups of checks by minute. @default '1d' */
  readonly minutes?: Duration
  /** Roll-ups of checks by hour. @default '30d' */
  readonly hours?: Duration
  /** Roll-ups of checks by day; up to `'10y'`, as the three before. @default '2y' */
  readonly days?: Duration
  /** Events in the owners' feeds. @default '30d' */
  readonly events?: Duration
  /** Alerts that ended, the decisions on them, and silences. @default '1y' */
  readonly alerts?: Duration
  /** Entries of the owners' audit logs. @default '2y' */
  readonly audit?: Duration
  /** Vehicles that are gone, and opportunities that are none any more, counted from then on. They are not archived. @default '180d' */
  readonly goneVehicles?: Duration
  /** Runs of searches. They are not archived. @default '90d' */
  readonly searchRuns?: Duration
  /** Messages that were sent, failed or withdrawn. @default '90d' */
  readonly deliveries?: Duration
  /**
   * Receives the rows that are about to be dropped, table by table. When it rejects, or leaves some of a table unread,
   * nothing of that table is dropped, and it is called again an hour later. @default none: old rows are lost
   */
  readonly archive?: ArchiveWriter
}

/** The rows of one table that are about to be dropped. */
export interface Archive {
  /** A file name, such as `checks-before-2026-08-23T10-00-00-000Z.ndjson.gz`. */
  readonly name: string
  /** The table of the rows, such as `checks`. */
  readonly table: string
  /** The limit of age, in epoch milliseconds: the archive holds all rows of the table that are older. */
  readonly before: number
  /** The rows of all owners as a compressed backup. It must be read to the end, and can be read once. */
  readonly content: AsyncIterable<Uint8Array>
}

/** A function that writes an archive elsewhere, such as to a file or a bucket, and resolves once it is safe there. */
export type ArchiveWriter = (archive: Archive) => Promise<void>

/** Parsed {@link RetentionOptions}: times in milliseconds. Roll-ups stand under the names of their levels. */
export interface Retention {
  readonly checks: number
  readonly minute: number
  readonly hour: number
  readonly day: number
  readonly events: number
  readonly alerts: number
  readonly audit: number
  readonly goneVehicles: number
  readonly searchRuns: number
  readonly deliveries: number
  readonly archive?: ArchiveWriter
}

const keptOption = durationOption({ minMs: hourMs }).exactOptional()

/** The times that reports go back to: each of their days is looked at. */
const reportedOption = durationOption({ minMs: hourMs, maxMs: 3_660 * dayMs }).exactOptional()

/** Checks {@link RetentionOptions}. */
export const retentionSchema = z
  .strictObject({
    checks: reportedOption,
    minutes: reportedOption,
    hours: reportedOption,
    days: reportedOption,
    events: keptOption,
    alerts: keptOption,
    audit: keptOption,
    goneVehicles: keptOption,
    searchRuns: keptOption,
    deliveries: keptOption,
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
      alerts: given.alerts ?? 365 * dayMs,
      audit: given.audit ?? 730 * dayMs,
      goneVehicles: given.goneVehicles ?? 180 * dayMs,
      searchRuns: given.searchRuns ?? 90 * dayMs,
      deliveries: given.deliveries ?? 90 * dayMs,
      ...defined({ archive: given.archive }),
    }),
  )
  .refine(({ checks, minute }) => checks >= minute, {
    path: ['checks'],
    error: 'expected checks to be kept at least as long as their roll-ups by minute',
  })
