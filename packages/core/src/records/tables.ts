import type { CollectionShape, SeriesShape } from '../ports/index.js'
import { alertRulesTable, alertsTable } from './alert-records.js'
import {
  alertDecisionsTable,
  alertPreferencesTable,
  alertRoutesTable,
  pendingStepsTable,
  silencesTable,
} from './alert-routing-records.js'
import { auditTable } from './audit-records.js'
import { battlesTable } from './battle-records.js'
import { comparisonsTable } from './comparison-records.js'
import { deliveriesTable } from './delivery-records.js'
import { monitorDependenciesTable } from './dependency-records.js'
import { destinationsTable } from './destination-records.js'
import { feedTable } from './feed-records.js'
import { productGroupsTable } from './group-records.js'
import { idempotentRequestsTable } from './idempotency-records.js'
import { incidentsTable } from './incident-records.js'
import { marketPartsTable, marketsTable } from './market-records.js'
import { missedSlotsTable } from './missed-slot-records.js'
import { checksTable, monitorsTable } from './monitor-records.js'
import { opportunitiesTable } from './opportunity-records.js'
import { observationsTable, productsTable } from './product-records.js'
import { rollUpTables } from './roll-up-records.js'
import { searchesTable, searchRunsTable } from './search-records.js'
import { secretsTable } from './secret-records.js'
import { statusPagesTable } from './status-page-records.js'
import { taughtPlacesTable } from './taught-place-records.js'
import { valuationsTable } from './valuation-records.js'
import { vehiclesTable } from './vehicle-records.js'

export { type FeedRow, feedTable } from './feed-records.js'

/**
 * The definitions of all tables of Telltale, for a storage that creates tables in advance. A collection stands before those
 * that refer to it.
 */
export const telltaleTables: {
  /** The collections. */
  readonly collections: readonly CollectionShape[]
  /** The series. */
  readonly series: readonly SeriesShape[]
} = {
  collections: [
    alertPreferencesTable,
    alertRoutesTable,
    alertRulesTable,
    alertsTable,
    pendingStepsTable,
    battlesTable,
    comparisonsTable,
    deliveriesTable,
    destinationsTable,
    idempotentRequestsTable,
    marketsTable,
    marketPartsTable,
    monitorsTable,
    incidentsTable,
    monitorDependenciesTable,
    opportunitiesTable,
    productGroupsTable,
    productsTable,
    searchesTable,
    searchRunsTable,
    secretsTable,
    silencesTable,
    statusPagesTable,
    taughtPlacesTable,
    valuationsTable,
    vehiclesTable,
  ],
  series: [
    alertDecisionsTable,
    auditTable,
    checksTable,
    ...Object.values(rollUpTables),
    feedTable,
    missedSlotsTable,
    observationsTable,
  ],
}
