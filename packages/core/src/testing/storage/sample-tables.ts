import type {
  BaseRecord,
  CollectionDefinition,
  CollectionShape,
  SeriesDefinition,
  SeriesRow,
  SeriesShape,
} from '../../ports/index.js'

/** A record with a column of every type. */
export interface Sample extends BaseRecord {
  readonly name: string
  readonly kind: string
  /** Called as a word of SQL is, on purpose. */
  readonly order: number
  readonly dueAt: number
  readonly nickname?: string
  readonly price?: string
  readonly ratio?: number
  readonly active?: boolean
  readonly details?: unknown
}

export const samplesTable: CollectionDefinition<Sample> = {
  name: 'samples',
  columns: {
    name: { type: 'text' },
    kind: { type: 'text' },
    order: { type: 'integer' },
    dueAt: { type: 'time' },
    nickname: { type: 'text', optional: true },
    price: { type: 'decimal', optional: true },
    ratio: { type: 'real', optional: true },
    active: { type: 'boolean', optional: true },
    details: { type: 'json', optional: true },
  },
  unique: [['name'], ['kind', 'nickname']],
  indexes: [['kind', 'order'], ['dueAt'], ['price'], ['ratio'], ['active']],
}

/** A record of another kind. */
export interface Label extends BaseRecord {
  readonly text: string
  /** Not among the columns that can be searched. */
  readonly remark?: string
}

export const labelsTable: CollectionDefinition<Label> = {
  name: 'labels',
  columns: { text: { type: 'text' }, remark: { type: 'text', optional: true } },
  unique: [],
  indexes: [['text']],
}

/** A row with a column of every type. */
export interface Reading extends SeriesRow {
  readonly value: number
  readonly note?: string
  readonly count?: number
  readonly slotAt?: number
  readonly price?: string
  readonly isLate?: boolean
  readonly details?: unknown
}

export const readingsTable: SeriesDefinition<Reading> = {
  name: 'readings',
  columns: {
    value: { type: 'real' },
    note: { type: 'text', optional: true },
    count: { type: 'integer', optional: true },
    slotAt: { type: 'time', optional: true },
    price: { type: 'decimal', optional: true },
    isLate: { type: 'boolean', optional: true },
    details: { type: 'json', optional: true },
  },
}

/** A row of another kind, without a column of its own. */
export const marksTable: SeriesDefinition<SeriesRow> = { name: 'marks', columns: {} }

/** The tables that the cases use, for a storage that has to make them beforehand. */
export interface SampleTables {
  /** The collections. */
  readonly collections: readonly CollectionShape[]
  /** The series. */
  readonly series: readonly SeriesShape[]
}

export const sampleTables: SampleTables = {
  collections: [samplesTable, labelsTable],
  series: [readingsTable, marksTable],
}

/** The time at which everything in the cases begins. */
export const start = Date.UTC(2026, 0, 1)

/** The id with this number; ids rise with their numbers. */
export const idOf = (number: number): string =>
  `019b76da-a800-7000-8000-${number.toString(16).padStart(12, '0')}`

/** A sample of the owner `ana` with this number, which tells it apart from the others in each of its columns. */
export function sample(number: number, changes: Partial<Sample> = {}): Sample {
  return {
    id: idOf(number),
    ownerId: 'ana',
    version: 1,
    createdAt: start + number,
    updatedAt: start + number,
    name: `sample ${number}`,
    kind: 'plain',
    order: number,
    dueAt: start + number,
    ...changes,
  }
}

/** A label of the owner `ana`. */
export const label = (number: number, changes: Partial<Label> = {}): Label => ({
  id: idOf(number),
  ownerId: 'ana',
  version: 1,
  createdAt: start,
  updatedAt: start,
  text: `label ${number}`,
  ...changes,
})

/** A reading of the owner `ana` under the key `door`, so many milliseconds after the start. */
export function reading(afterMs: number, changes: Partial<Reading> = {}): Reading {
  return { ownerId: 'ana', key: 'door', at: start + afterMs, id: `r${afterMs}`, value: afterMs, ...changes }
}
