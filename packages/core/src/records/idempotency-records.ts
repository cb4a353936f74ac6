import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/** A request that a client may send again, with its answer. */
export interface IdempotentRecord extends BaseRecord {
  /** The key that the client chose. */
  readonly key: string
  /** The digest of the request, by which another request of the same key is told apart. */
  readonly fingerprint: string
  /** The answer; absent while the work is under way. */
  readonly answer?: unknown
}

/** The table of requests that clients may send again. */
export const idempotentRequestsTable: CollectionDefinition<IdempotentRecord> = {
  name: 'idempotent_requests',
  columns: {
    key: { type: 'text' },
    fingerprint: { type: 'text' },
    answer: { type: 'json', optional: true },
  },
  unique: [['key']],
  indexes: [['createdAt']],
}
