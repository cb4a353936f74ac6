import type { Tables } from '../ports/index.js'
import { observationFromRow, observationsTable, type ProductObservation } from '../records/product-records.js'

/** How far back a product's history is judged. */
const judgedMs = 365 * 86_400_000

/** A product's observations of the last year, oldest first. */
export async function loadRecentHistory(
  tables: Pick<Tables, 'series'>,
  ownerId: string,
  productId: string,
  now: number,
): Promise<readonly ProductObservation[]> {
  const rows = await tables.series(observationsTable).range(ownerId, [productId], { from: now - judgedMs })
  return rows.map(observationFromRow)
}
