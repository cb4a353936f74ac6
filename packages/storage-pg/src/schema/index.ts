import { pgSchema, pgTable } from 'drizzle-orm/pg-core'
import { collectionsOf } from './collections.js'
import type { MakeTable } from './make-table.js'
import { seriesOf } from './series.js'

/**
 * Returns Telltale's tables for drizzle-orm, so that a host can join them with its own. They are for reading only: all
 * writes go through the storage.
 *
 * @param name - the schema that was passed to `pgStorage`. @default 'telltale'
 * @example
 * ```ts
 * import { telltaleSchema } from '@telltale/storage-pg/schema'
 *
 * const { monitors, checks } = telltaleSchema()
 * ```
 */
export function telltaleSchema(
  name = 'telltale',
): ReturnType<typeof collectionsOf> & ReturnType<typeof seriesOf> {
  const table = (name === 'public' ? pgTable : pgSchema(name).table) as MakeTable
  return { ...collectionsOf(table), ...seriesOf(table) }
}
