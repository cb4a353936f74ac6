import type { CollectionShape, SeriesShape } from '../ports/index.js'
import { auditTable } from './audit-records.js'
import { battlesTable } from './battle-records.js'
import { comparisonsTable } from './comparison-records.js'
import { feedTable } from './feed-records.js'
import { incidentsTable } from './incident-records.js'
import { checksTable, monitorsTable } from './monitor-records.js'
import { observationsTable, productsTable } from './product-records.js'
import { rollUpTables } from './roll-up-records.js'
import { priceRulesTable } from './rule-records.js'

export { type FeedRow, feedTable } from './feed-records.js'

/**
 * Every table of Telltale's own, for a storage that has to make them beforehand. One that others refer to stands before
 * them.
 */
export const telltaleTables: {
  readonly collections: readonly CollectionShape[]
  readonly series: readonly SeriesShape[]
} = {
  collections: [
    battlesTable,
    comparisonsTable,
    monitorsTable,
    incidentsTable,
    productsTable,
    priceRulesTable,
  ],
  series: [auditTable, checksTable, ...Object.values(rollUpTables), feedTable, observationsTable],
}
