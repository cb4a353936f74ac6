import type { AlertChartOptions, ReaderFormat } from '../alerting/index.js'
import { observationsTable } from '../records/product-records.js'
import type { Runtime } from '../runtime/index.js'

/** The number of readings that the chart of an alert shows. */
const shownReadings = 120

/** Returns the line of a product's price until a time, in its last currency. A reading without a price is left out. */
export async function chartOfProduct(
  { storage }: Runtime,
  { ownerId, id, to }: { readonly ownerId: string; readonly id: string; readonly to: number },
  format: ReaderFormat,
): Promise<Omit<AlertChartOptions, 'title'>> {
  const query = { to: to + 1, limit: shownReadings }
  const { items } = await storage.series(observationsTable).page(ownerId, id, query)
  const currency = items.find((row) => row.currency !== undefined)?.currency ?? 'USD'
  const points = items
    .toReversed()
    .flatMap((row) =>
      row.amount !== undefined && row.currency === currency
        ? [{ at: row.at, value: Number(row.amount) }]
        : [],
    )
  const writeValue = (value: number) => format.money({ amount: String(value), currency })
  return { points, isStepped: true, writeValue, writeTime: format.time }
}
