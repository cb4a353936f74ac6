import type { SeriesDefinition, SeriesRow } from '../ports/index.js'

/** An entry of an audit log: somebody's action. */
export interface AuditEntry {
  /** The id of the entry. */
  readonly id: string
  /** The owner whose log it is in. */
  readonly ownerId: string
  /** The time of the entry, in epoch milliseconds. */
  readonly at: number
  /** The actor, by the host's name for them. */
  readonly who: string
  /** The action, such as `monitor.deleted`. */
  readonly what: string
  /** The id of the record that the action was on; absent where there is none. */
  readonly record?: string
  /** Further details, as plain JSON; absent where there are none. */
  readonly details?: unknown
}

/** An audit entry as a row. */
export interface AuditRow extends SeriesRow, AuditEntry {}

/** The key of every row of an audit log. */
export const auditKey = 'audit'

/** The series of audit logs, each owner's under one key. */
export const auditTable: SeriesDefinition<AuditRow> = {
  name: 'audit',
  columns: {
    who: { type: 'text' },
    what: { type: 'text' },
    record: { type: 'text', optional: true },
    details: { type: 'json', optional: true },
  },
}
