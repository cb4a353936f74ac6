import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '@telltale/core/ports'

interface Sample extends BaseRecord {
  readonly name: string
}

/** A collection with a unique key. */
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

/** A collection with an index. */
export const labelsTable: CollectionDefinition<Label> = {
  name: 'labels',
  columns: { text: { type: 'text' }, remark: { type: 'text', optional: true } },
  unique: [],
  indexes: [['text']],
}

/** A series without columns of its own. */
export const readingsTable: SeriesDefinition<SeriesRow> = { name: 'readings', columns: {} }

/** The tables that tests add to Telltale's own. */
export const testTables = { collections: [samplesTable, labelsTable], series: [readingsTable] }
