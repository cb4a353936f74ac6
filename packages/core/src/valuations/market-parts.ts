import type { Market } from '../cars/valuation/index.js'
import { defined } from '../options/index.js'
import { toStorableText, type Where } from '../ports/index.js'
import { type MarketPart, marketPartsTable, type SegmentMarket } from '../records/market-records.js'
import { type Runtime, timeSlices } from '../runtime/index.js'

/** The number of parts that are read or written at once. */
const batchSize = 4

/** The market whose parts are meant. */
type PartsOwner = Pick<SegmentMarket, 'id' | 'ownerId'>

/** Stores the parts of what a market learned, a few at a time. Resolves to their number. Nothing refers to them yet. */
export async function writeParts(
  { storage, newId, clock }: Runtime,
  { id: marketId, ownerId }: PartsOwner,
  { market, revision, signal }: { market: Market; revision: string; signal: AbortSignal },
): Promise<number> {
  const records = storage.collection(marketPartsTable)
  const pause = timeSlices()
  let batch: MarketPart[] = []
  let position = 0
  const flush = async () => {
    await records.write(batch.map((insert) => ({ insert })))
    batch = []
  }
  for (const text of market.toParts()) {
    signal.throwIfAborted()
    const now = clock.now()
    const base = { id: newId(), ownerId, version: 1, createdAt: now, updatedAt: now }
    batch.push({ ...base, marketId, revision, position, text: toStorableText(text) })
    position += 1
    await pause()
    if (batch.length === batchSize) await flush()
  }
  if (batch.length > 0) await flush()
  return position
}

/** Yields the parts of a revision in their order. */
export async function* readParts(
  { storage }: Runtime,
  { id: marketId, ownerId }: PartsOwner,
  revision: string,
): AsyncGenerator<string, void, undefined> {
  const records = storage.collection(marketPartsTable)
  const query = {
    where: { marketId, revision } as Where<MarketPart>,
    orderBy: { column: 'position', direction: 'asc' } as const,
    limit: batchSize,
  }
  let after: string | undefined
  do {
    const page = await records.page(ownerId, { ...query, ...defined({ after }) })
    for (const { text } of page.items) yield text
    after = page.next
  } while (after)
}

/** The revisions of a market's parts to remove: one of them, or all but one. */
type Revisions = { readonly only: string } | { readonly allBut: string }

/** Removes parts of a market. */
export async function removeParts(
  { storage }: Runtime,
  { id: marketId, ownerId }: PartsOwner,
  revisions: Revisions,
): Promise<void> {
  const records = storage.collection(marketPartsTable)
  const conditions =
    'only' in revisions ? [revisions.only] : [{ lt: revisions.allBut }, { gt: revisions.allBut }]
  for (const revision of conditions) {
    const where = { marketId, revision } as Where<MarketPart>
    for (;;) {
      const { items } = await records.page(ownerId, { where, limit: batchSize })
      if (items.length === 0) break
      await records.delete(
        ownerId,
        items.map(({ id }) => id),
      )
    }
  }
}
