import type { SeriesDefinition, SeriesRow } from '@telltale/core/ports'
import { expect, inject, it } from 'vitest'
import { pgStorage } from './index.js'

interface Reading extends SeriesRow {
  readonly value?: number
  readonly isOpen?: boolean
  readonly price?: string
  readonly note?: string
}

const readings: SeriesDefinition<Reading> = {
  name: 'readings',
  columns: {
    value: { type: 'real', optional: true },
    isOpen: { type: 'boolean', optional: true },
    price: { type: 'decimal', optional: true },
    note: { type: 'text', optional: true },
  },
}
const at = Date.UTC(2026, 0, 5)
const rows: readonly Reading[] = [
  { ownerId: 'ana', key: 'b', at, id: 'NULL', value: -0.1, isOpen: true, price: '12.50', note: 'one' },
  { ownerId: 'ana', key: 'b', at, id: 'a "quoted\\" id, {with} marks\n', value: 1e-300, price: '0.10' },
  { ownerId: 'ana', key: 'b', at: at + 1, id: '', isOpen: false },
  { ownerId: 'ana', key: 'a', at: at - 1, id: 'null', value: 1e21 },
  { ownerId: 'bob', key: 'a', at, id: 'x', value: 2 },
]

it('reads the fields asked for as it reads whole rows, whatever the ids and whatever is missing', async () => {
  const storage = pgStorage({
    connectionString: inject('connectionString'),
    schema: `packed_${process.pid}`,
    tables: { series: [readings] },
  })
  await storage.migrate()
  const series = storage.series(readings)
  await series.append(rows)
  const keys = ['b', 'none', 'a']
  const fields = ['value', 'isOpen', 'price'] as const
  const expected = [rows[0], rows[1], rows[2], rows[3]].map((row) => {
    const { note, ...others } = row as Reading
    return others
  })
  const place = (row: Reading) => JSON.stringify([row.key, row.at, row.id])
  const found = await series.range('ana', keys, { fields })
  expect(found.map(place)).toEqual((await series.range('ana', keys)).map(place))
  expect(new Set(found)).toEqual(new Set(expected))
  await storage.close()
})
