import type { BaseRecord, CollectionDefinition } from '../ports/index.js'

/**
 * The whole URL of a monitor or a product whose URL has secrets, under the same id. The record itself has the URL without
 * them, so that no event, list, export or log can show them.
 */
export interface SecretUrl extends BaseRecord {
  /** The URL with its secrets. */
  readonly url: string
}

/** The table of secret URLs, which no export contains. */
export const secretUrlsTable: CollectionDefinition<SecretUrl> = {
  name: 'secret_urls',
  columns: { url: { type: 'text' } },
  unique: [],
  indexes: [],
}
