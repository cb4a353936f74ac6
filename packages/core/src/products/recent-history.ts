import type { Tables } from '../ports/index.js'
import { observationFromRow, observationsTable, type ProductObservation } from '../records/product-records.js'
import { dayMs } from '../time/index.js'

/** The age of the oldest observation that is analyzed. */
const historyMs = 365 * dayMs

/** Loads a product's observations of the last year, oldest first. */
export async function loadRecentHistory(
  tables: Pick<Tables, 'series'>,
  ownerId: string,
  productId: string,
  now: number,
): Promise<readonly ProductObservation[]> {
  const rows = await tables.series(observationsTable).range(ownerId, [productId], { from: now - historyMs })
  return rows.map(observationFromRow)
}
