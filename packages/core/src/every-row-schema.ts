import { alertRows } from './alerts/alert-rows.js'
import { auditRows } from './audit/audits.js'
import { counterRows } from './backup/counter-rows.js'
import { battleRows } from './battles/battle-rows.js'
import { idempotencyRows } from './idempotency/idempotency.js'
import { monitorRows } from './monitors/monitor-rows.js'
import { opportunityRows } from './opportunities/opportunity-rows.js'
import { productRows } from './products/product-rows.js'
import { feedRows, missedSlotRows, type RowSchemas } from './runtime/index.js'
import { searchRows } from './searches/search-rows.js'
import { statusPageRows } from './status-pages/status-page-rows.js'
import { valuationRows } from './valuations/valuation-rows.js'
import { vehicleRows } from './vehicles/vehicle-rows.js'

/** The schemas of the rows of every table, which an import checks. */
export const rowSchemas: RowSchemas = {
  ...monitorRows,
  ...productRows,
  ...battleRows,
  ...searchRows,
  ...vehicleRows,
  ...valuationRows,
  ...opportunityRows,
  ...statusPageRows,
  ...alertRows,
  ...auditRows,
  ...idempotencyRows,
  ...feedRows,
  ...missedSlotRows,
  ...counterRows,
}
