import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '@telltale/core/ports'

interface Sample extends BaseRecord {
  readonly name: string
}

/** Records whose texts are unique. */
export const samplesTable: CollectionDefinition<Sample> = {
  name: 'samples',
  columns: { name: { type: 'text' } },
  unique: [['name']],
  indexes: [],
}

interface Label extends BaseRecord {
  readonly text: string
  readonly remark?: string
}

/** Records that are ordered by their texts. */
export const labelsTable: CollectionDefinition<Label> = {
  name: 'labels',
  columns: { text: { type: 'text' }, remark: { type: 'text', optional: true } },
  unique: [],
  indexes: [['text']],
}

/** Rows of a series. */
export const readingsTable: SeriesDefinition<SeriesRow> = { name: 'readings', columns: {} }

/** The tables of the tests. */
export const testTables = { collections: [samplesTable, labelsTable], series: [readingsTable] }
