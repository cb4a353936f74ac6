import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/**
 * The secrets of a monitor or a product, under the same id: those of its URL, and of its settings. The record itself has
 * them masked, so that no event, list, export or log can show them.
 */
export interface SealedSecrets extends BaseRecord {
  /** The id of the host's key that encrypted them. */
  readonly keyId: string
  /** The secrets, encrypted. */
  readonly sealed: string
}

/** The table of secrets, which no export contains. */
export const secretsTable: CollectionDefinition<SealedSecrets> = {
  name: 'secrets',
  columns: { keyId: { type: 'text' }, sealed: { type: 'text' } },
  unique: [],
  indexes: [['keyId']],
}
