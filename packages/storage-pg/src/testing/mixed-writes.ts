import type {
  BaseRecord,
  CollectionDefinition,
  SeriesDefinition,
  SeriesRow,
  Storage,
} from '@telltale/core/ports'

interface Entry extends BaseRecord {
  readonly number: number
}

const entriesTable: CollectionDefinition<Entry> = {
  name: 'entries',
  columns: { number: { type: 'integer' } },
  unique: [['number']],
  indexes: [],
}

interface Beat extends SeriesRow {
  readonly text: string
}

const beatsTable: SeriesDefinition<Beat> = { name: 'beats', columns: { text: { type: 'text' } } }

/** The tables of mixed writes. */
export const mixedTables = { collections: [entriesTable], series: [beatsTable] }

const now = Date.UTC(2026, 0, 1)
const idOf = (number: number) => `019b76da-a800-7000-8000-${number.toString(16).padStart(12, '0')}`
const base = { ownerId: 'ana', version: 1, createdAt: now, updatedAt: now }
const rowsOfBatch = 50

/** The numbers of transactions and batches that were acknowledged. */
export interface Progress {
  transactions: number
  batches: number
}

/** Writes two counters, a row, a new record and a changed one, in one transaction. Returns its number. */
async function writeTransaction(storage: Storage): Promise<number> {
  return storage.transaction(async ({ counters, series, collection }) => {
    const { value } = await counters.add('ana', 'left', 1, { now })
    const beat = { ownerId: 'ana', key: 'transactions', at: now + value, id: '1', text: 'x'.repeat(200) }
    await series(beatsTable).append([beat])
    const entries = collection(entriesTable)
    const first = await entries.get('ana', idOf(0))
    await entries.write([
      { insert: { ...base, id: idOf(value), number: value } },
      first ? { update: { ...first, number: -value } } : { insert: { ...base, id: idOf(0), number: -value } },
    ])
    await counters.add('ana', 'right', 1, { now })
    return value
  })
}

async function writeBatch(storage: Storage, batch: number): Promise<void> {
  const rows = Array.from({ length: rowsOfBatch }, (_, row) => ({
    ownerId: 'ana',
    key: 'batches',
    at: now + batch,
    id: String(row),
    text: `batch ${batch}`,
  }))
  await storage.series(beatsTable).append(rows)
}

/** Writes until it is told to end, or fails. Reports every acknowledged write. */
export async function writeMixed(
  storage: Storage,
  tell: (progress: Progress) => void,
  isOver: () => boolean = () => false,
): Promise<void> {
  const progress: Progress = { transactions: 0, batches: 0 }
  const newest = await storage.series(beatsTable).latest('ana', ['batches'])
  let batch = (newest.get('batches')?.at ?? now) - now
  const transact = async () => {
    while (!isOver()) {
      progress.transactions = Math.max(progress.transactions, await writeTransaction(storage))
      tell(progress)
    }
  }
  const append = async () => {
    while (!isOver()) {
      await writeBatch(storage, ++batch)
      progress.batches = batch
      tell(progress)
    }
  }
  await Promise.all([transact(), transact(), append()])
}

/** Returns a description of every promise that the stored rows break, given the acknowledged writes. */
export async function brokenPromises(storage: Storage, acknowledged: Progress): Promise<readonly string[]> {
  const sums = new Map<unknown, number>()
  const rows = new Map<string, number>()
  const numbers: number[] = []
  for await (const { kind, row } of storage.dump())
    if (kind === 'counter') sums.set(row.key, Number(row.value))
    else if (kind === 'series') rows.set(String(row.key), (rows.get(String(row.key)) ?? 0) + 1)
    else numbers.push(Number(row.number))
  const [left = 0, right = 0] = [sums.get('left'), sums.get('right')]
  const [single = 0, batched = 0] = [rows.get('transactions'), rows.get('batches')]
  const records = numbers.filter((number) => number > 0).length
  const changed = -Math.min(0, ...numbers)
  const broken: string[] = []
  if (new Set([left, right, single, records, changed]).size > 1)
    broken.push(`half a transaction: ${left}, ${right}, ${single}, ${records} and ${changed} of each`)
  if (left < acknowledged.transactions)
    broken.push(`transaction ${acknowledged.transactions} was acknowledged, and ${left} are there`)
  if (batched % rowsOfBatch > 0) broken.push(`half a batch: ${batched} rows of ${rowsOfBatch} each`)
  if (batched / rowsOfBatch < acknowledged.batches)
    broken.push(`batch ${acknowledged.batches} was acknowledged, and ${batched / rowsOfBatch} are there`)
  return broken
}
