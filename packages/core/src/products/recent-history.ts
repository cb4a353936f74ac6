import type { Tables } from '../ports/index.js'
import { observationFromRow, observationsTable, type ProductObservation } from '../records/product-records.js'
import { dayMs } from '../time/index.js'

/** The age of the oldest observation that is analyzed. */
const historyMs = 365 * dayMs

/** The number of observations that are analyzed, so that a page that is read all the time stays cheap to analyze. */
const maxObservations = 5_000

/** Loads a product's observations of the last year, the newest 5,000 at most, oldest first. */
export async function loadRecentHistory(
  tables: Pick<Tables, 'series'>,
  ownerId: string,
  productId: string,
  now: number,
): Promise<readonly ProductObservation[]> {
  const { items } = await tables
    .series(observationsTable)
    .page(ownerId, productId, { from: now - historyMs, limit: maxObservations })
  return items.map(observationFromRow).reverse()
}
