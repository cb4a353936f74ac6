import { z } from 'zod'
import { parseOptions } from '../../options/index.js'
import type { BaseRecord, CollectionShape } from '../collection.js'
import type { Column, ColumnType } from '../column.js'
import type { SeriesRow, SeriesShape } from '../series.js'

/** Columns by name. */
export type Columns = Readonly<Record<string, Column>>

const baseColumns: Readonly<Record<keyof BaseRecord, Column>> = {
  id: { type: 'text' },
  ownerId: { type: 'text' },
  version: { type: 'integer' },
  createdAt: { type: 'time' },
  updatedAt: { type: 'time' },
}

const seriesColumns: Readonly<Record<keyof SeriesRow, Column>> = {
  ownerId: { type: 'text' },
  key: { type: 'text' },
  at: { type: 'time' },
  id: { type: 'text' },
}

/** Returns a function that adds common columns to those of a definition, memoized because every read and write asks. */
function withColumns(common: Columns): (columns: Columns) => Columns {
  const known = new WeakMap<Columns, Columns>()
  return (columns) => {
    const all = known.get(columns) ?? { ...common, ...columns }
    known.set(columns, all)
    return all
  }
}

const withBaseColumns = withColumns(baseColumns)
const withSeriesColumns = withColumns(seriesColumns)

/** Returns all columns of a collection's records. */
export const recordColumns = ({ columns }: CollectionShape): Columns => withBaseColumns(columns)

/** Returns all columns of a series' rows. */
export const rowColumns = ({ columns }: SeriesShape): Columns => withSeriesColumns(columns)

const types = ['text', 'integer', 'real', 'boolean', 'time', 'decimal', 'json'] satisfies ColumnType[]

const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, 'expected lower-case words joined by _')
  .refine((name) => name !== 'counters', "expected another name than 'counters'")

const seriesColumnSchema = z.strictObject({ type: z.enum(types), optional: z.boolean().optional() })

const collectionColumnSchema = seriesColumnSchema
  .extend({ references: nameSchema.optional() })
  .refine(
    ({ type, references }) => references === undefined || type === 'text',
    'expected a text to refer by',
  )

const columnsSchema = <Schema extends z.ZodType>(taken: object, column: Schema) =>
  z.record(
    z
      .string()
      .regex(/^[a-z][A-Za-z0-9]*$/, 'expected a name in camelCase')
      .refine((name) => !Object.hasOwn(taken, name), 'expected a name that not every row has'),
    column,
  )

const columnSetsSchema = z.array(z.array(z.string()).min(1, 'expected at least one column'))

const collectionSchema = z
  .strictObject({
    name: nameSchema,
    columns: columnsSchema(baseColumns, collectionColumnSchema),
    unique: columnSetsSchema,
    indexes: columnSetsSchema,
  })
  .superRefine(({ columns, unique, indexes }, context) => {
    const known: Columns = { ...baseColumns, ...columns }
    for (const name of [...unique, ...indexes].flat())
      if (!Object.hasOwn(known, name) || known[name]?.type === 'json')
        context.addIssue({ code: 'custom', message: `expected columns that can be searched, got '${name}'` })
  })

const seriesSchema = z.strictObject({
  name: nameSchema,
  columns: columnsSchema(seriesColumns, seriesColumnSchema),
})

/**
 * Checks a collection's definition.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function checkCollection({ name, columns, unique, indexes }: CollectionShape): void {
  parseOptions('storage.collection', collectionSchema, { name, columns, unique, indexes })
}

/**
 * Checks a series' definition.
 *
 * @throws `ValidationError` naming every part that is wrong.
 */
export function checkSeries({ name, columns }: SeriesShape): void {
  parseOptions('storage.series', seriesSchema, { name, columns })
}

const sortedEntries = <Value>(record: Readonly<Record<string, Value>>): [string, Value][] =>
  Object.entries(record).sort(([left], [right]) => (left < right ? -1 : 1))

/** Returns a text that is the same for two definitions exactly when they define the same table, in any order of columns. */
export function definitionKey(definition: CollectionShape | SeriesShape): string {
  const columns = sortedEntries(definition.columns).map(([name, { type, optional = false, references }]) => [
    name,
    type,
    optional,
    ...(references === undefined ? [] : [references]),
  ])
  return JSON.stringify(
    'unique' in definition
      ? ['collection', definition.name, columns, definition.unique, definition.indexes]
      : ['series', definition.name, columns],
  )
}
