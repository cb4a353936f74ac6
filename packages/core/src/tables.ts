import { auditTable } from './audit/audit-records.js'
import { battlesTable } from './cars/battle-records.js'
import { incidentsTable } from './latency/incident-records.js'
import { checksTable, monitorsTable } from './latency/monitor-records.js'
import { rollUpTables } from './latency/roll-up-records.js'
import type { CollectionShape, SeriesShape } from './ports/index.js'
import { comparisonsTable } from './prices/comparison-records.js'
import { observationsTable, productsTable } from './prices/product-records.js'
import { priceRulesTable } from './prices/rules/rule-records.js'
import { feedTable } from './runtime/feed-log.js'

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
