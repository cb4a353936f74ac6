import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom } from 'pg-copy-streams'
import { type CheckRow, checkRow, checksTable } from '../pg-checks.js'
import { benchServer, freshStorage } from '../pg-server.js'
import { report } from '../report.js'
import { roundsOr } from '../rounds.js'

/**
 * Measures the pace of appending checks, 1,000 at a time. It is compared with `COPY` of the same batches into the same
 * table, and with one `INSERT` for each row. The table has all its columns, indexes and triggers, two batches are under
 * way at a time, and each side starts from the same objects. Shown for comparison: the same append where each row refers
 * to its monitor by a foreign key, which no series has. The figures are the medians of the rounds' ratios.
 */
const monitors = 1_000
const batchRows = 1_000
const batches = 60
const singleRows = 3_000
const day = Date.UTC(2026, 10, 3)

const server = await benchServer(2)
const columns = ['ownerId', 'key', 'at', 'id', ...Object.keys(checksTable.columns)]
const names = columns.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join(', ')
type Values = Readonly<Record<string, unknown>>

let round = 0
const batchOf = (batch: number, rows = batchRows) =>
  Array.from({ length: rows }, (_, row) => {
    const number = (round * batches + batch) * batchRows + row
    return checkRow(number, monitors, day + number * 10)
  })
const copyLine = (row: Values) => `${columns.map((name) => row[name] ?? '\\N').join('\t')}\n`

/** Runs work, two calls at a time. Returns rows per second. */
async function rowsPerSecond(
  count: number,
  rows: number,
  work: (number: number) => Promise<unknown>,
): Promise<number> {
  const from = performance.now()
  const worker = async (first: number) => {
    for (let number = first; number < count; number += 2) await work(number)
  }
  await Promise.all([worker(0), worker(1)])
  return Math.round((count * rows) / ((performance.now() - from) / 1_000))
}

/** Makes a series whose month has its partition before the clock runs. */
async function seriesIn(schema: string) {
  const storage = await freshStorage(server.pool, schema)
  const checks = storage.series(checksTable)
  await checks.append([{ ...checkRow(0, monitors, day - 1), id: 'first' }])
  return { checks, close: () => storage.close() }
}
const plain = await seriesIn('append')
const referring = await seriesIn('referring')
const others = [await seriesIn('copied'), await seriesIn('single')]
await server.pool.query(`create table referring.keys (owner_id text collate "C", key text collate "C",
  primary key (owner_id, key))`)
for (let number = 0; number < monitors; number++) {
  const { ownerId, key } = checkRow(number, monitors, day)
  await server.pool.query('insert into referring.keys values ($1, $2)', [ownerId, key])
}
await server.pool.query(
  'alter table referring.checks add foreign key (owner_id, key) references referring.keys',
)

async function copy(batch: readonly CheckRow[]) {
  const client = await server.pool.connect()
  const stream = client.query(copyFrom(`copy copied.checks (${names}) from stdin`))
  await pipeline(Readable.from([batch.map((row) => copyLine({ ...row })).join('')]), stream)
  client.release()
}
const placeholders = columns.map((_, index) => `$${index + 1}`).join(', ')
const insert = (row: Values) =>
  server.pool.query({
    name: 'single',
    text: `insert into single.checks (${names}) values (${placeholders}) on conflict do nothing`,
    values: columns.map((name) => row[name] ?? null),
  })

const rows: {
  round: number
  append: number
  copy: number
  insert: number
  'with a foreign key': number
  'of COPY': number
  'of INSERT': number
}[] = []
for (round = 0; round < roundsOr(5); round++) {
  const all = Array.from({ length: batches }, (_, batch) => batchOf(batch))
  const singles = batchOf(0, singleRows)
  const copied = await rowsPerSecond(batches, batchRows, (number) => copy(all[number] ?? []))
  const appended = await rowsPerSecond(batches, batchRows, (number) => plain.checks.append(all[number] ?? []))
  const referred = await rowsPerSecond(batches, batchRows, (number) =>
    referring.checks.append(all[number] ?? []),
  )
  const inserted = await rowsPerSecond(singleRows, 1, (number) => insert({ ...singles[number] }))
  rows.push({
    round,
    append: appended,
    copy: copied,
    insert: inserted,
    'with a foreign key': referred,
    'of COPY': appended / copied,
    'of INSERT': appended / inserted,
  })
}
for (const { close } of [plain, referring, ...others]) await close()
await server.stop()

const median = (name: 'of COPY' | 'of INSERT') =>
  rows.map((row) => row[name]).toSorted((a, b) => a - b)[Math.floor(rows.length / 2)] ?? Number.NaN
report(
  rows,
  { name: 'appending is', figure: median('of COPY'), bar: 0.65, atLeast: true, unit: 'of the pace of COPY' },
  {
    name: 'appending is',
    figure: median('of INSERT'),
    bar: 20,
    atLeast: true,
    unit: 'times single-row INSERT',
  },
)
