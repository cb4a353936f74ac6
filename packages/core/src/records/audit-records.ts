import type { SeriesDefinition, SeriesRow } from '../ports/index.js'

/** What somebody did, as it was written down. */
export interface AuditEntry {
  readonly id: string
  readonly ownerId: string
  /** When it was written down, in epoch milliseconds. */
  readonly at: number
  /** Who did it, as the host names them. */
  readonly who: string
  /** What they did, such as `monitor.deleted`. */
  readonly what: string
  /** The record that they did it to; absent where there is none. */
  readonly record?: string
  /** What else is worth knowing, as plain JSON; absent where there is nothing. */
  readonly details?: unknown
}

/** An entry as a row. */
export interface AuditRow extends SeriesRow, AuditEntry {}

/** Where audits are kept, each owner's under one key. */
export const auditTable: SeriesDefinition<AuditRow> = {
  name: 'audit',
  columns: {
    who: { type: 'text' },
    what: { type: 'text' },
    record: { type: 'text', optional: true },
    details: { type: 'json', optional: true },
  },
}
