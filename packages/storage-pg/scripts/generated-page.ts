import type { CollectionShape, SeriesShape } from '@telltale/core/ports'
import { telltaleTables } from '@telltale/core/tables'
import { type SqlTable, sqlTable } from '../src/sql.js'

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const { collections, series } = telltaleTables

/** The collection whose ids are the keys of a series. */
const keyedBy: Readonly<Record<string, string>> = {
  checks: 'monitors',
  checks_by_minute: 'monitors',
  checks_by_hour: 'monitors',
  checks_by_day: 'monitors',
  product_observations: 'products',
}

/** Returns each reference from one table to another, by a foreign key such as `monitor_id` or by the key of a series. */
function relations(): string[] {
  const byColumn = collections.flatMap(({ name, columns }) =>
    Object.entries(columns).flatMap(([key, { references }]) =>
      references === undefined ? [] : [`  ${references} ||--o{ ${name} : ${snake(key)}`],
    ),
  )
  const byKey = series
    .filter(({ name }) => keyedBy[name])
    .map(({ name }) => `  ${keyedBy[name]} ||--o{ ${name} : key`)
  return [...byColumn, ...byKey]
}

function entity({ shape, columns }: SqlTable): string {
  const lines = columns.map(({ name, sqlType, optional }) => {
    const type = sqlType.replace(' ', '_')
    return `    ${type} ${name.slice(1, -1)}${optional ? ' "may be null"' : ''}`
  })
  return `  ${shape.name} {\n${lines.join('\n')}\n  }`
}

function section(shape: CollectionShape | SeriesShape): string {
  const table = sqlTable('', shape)
  const keys = table.kind === 'collection' ? ['owner_id', 'id'] : ['owner_id', 'key', 'at', 'id']
  const rows = table.columns.map(({ name, sqlType, optional, references }) => {
    const plain = name.slice(1, -1)
    const isKey = keys.includes(plain) ? 'primary key' : ''
    const refers = references === undefined ? '' : `refers to \`${references}\``
    return `| \`${plain}\` | ${sqlType} | ${optional ? 'may be null' : ''} | ${isKey}${refers} |`
  })
  const unique = 'unique' in shape ? shape.unique.map((names) => ['ownerId', ...names]) : []
  const indexes = 'indexes' in shape ? shape.indexes.map((names) => ['ownerId', ...names, 'id']) : []
  const list = (sets: readonly (readonly string[])[]) =>
    sets.map((names) => `\`(${[...new Set(names)].map(snake).join(', ')})\``).join(', ')
  return [
    `## \`${shape.name}\``,
    table.kind === 'series' && 'A series, partitioned by month of `at`.',
    `| column | type | | |\n| --- | --- | --- | --- |\n${rows.join('\n')}`,
    unique.length > 0 && `Unique: ${list(unique)}.`,
    indexes.length > 0 && `Indexes: ${list(indexes)}.`,
  ]
    .filter(Boolean)
    .join('\n\n')
}

/** Returns the text of `docs/schema.md`. */
export function generatedPage(): string {
  const shapes = [...collections, ...series].toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const drawing = [...relations(), ...shapes.map((shape) => entity(sqlTable('', shape)))]
  return `# The PostgreSQL schema

Generated from the definitions of the tables by \`pnpm generate\` in \`packages/storage-pg\`. The tables are in the schema
\`telltale\`, or the one that is passed to \`pgStorage\`. Times are epoch milliseconds; \`to_timestamp(at / 1000.0)\` turns one
into a \`timestamptz\`. The owner comes first in every primary key.

A record that refers to another one has a foreign key. It is checked when a transaction ends, and the record is deleted
with the one that it refers to. A series has no foreign key: its rows may outlive their subject until retention or
\`deleteKeys\` removes them, and the server would look up and lock a key for each row, which cost about a tenth of the pace
of appending in \`pnpm bench pg-append\`.

\`@telltale/storage-pg/schema\` has the same tables for drizzle-orm. The schema also has \`counters\`, for budgets and queues;
\`telltale__migrations\`, the journal of applied migrations; and \`telltale__rows\`, which counts the rows of each month of a
series, so that a month can be dropped in constant time and the number of its rows is still known.

\`\`\`mermaid
erDiagram
${drawing.join('\n')}
\`\`\`

${shapes.map(section).join('\n\n')}
`
}
