import type { CollectionShape, SeriesShape } from '@telltale/core/ports'
import { telltaleTables } from '@telltale/core/tables'
import { type SqlColumn, sqlTable } from '../src/sql.js'

const builders: Readonly<Record<string, (name: string) => string>> = {
  text: (name) => `text('${name}')`,
  uuid: (name) => `uuid('${name}')`,
  bigint: (name) => `bigint('${name}', { mode: 'number' })`,
  'double precision': (name) => `doublePrecision('${name}')`,
  boolean: (name) => `boolean('${name}')`,
  numeric: (name) => `numeric('${name}')`,
  jsonb: (name) => `jsonb('${name}')`,
}

const columnLine = ({ key, name, sqlType, optional }: SqlColumn): string =>
  `${key}: ${builders[sqlType]?.(name.slice(1, -1))}${optional ? '' : '.notNull()'},`

const keyOf = ({ name }: CollectionShape | SeriesShape): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

function tableLines(shape: CollectionShape | SeriesShape): string {
  const { kind, columns } = sqlTable('', shape)
  const key = keyOf(shape)
  const keyColumns = kind === 'collection' ? ['ownerId', 'id'] : ['ownerId', 'key', 'at', 'id']
  return `const ${key} = (table: MakeTable) =>
  table('${shape.name}', {
${columns.map((column) => `    ${columnLine(column)}`).join('\n')}
  }, (row) => [primaryKey({ columns: [${keyColumns.map((name) => `row.${name}`).join(', ')}] })])
`
}

/** Returns the source of the tables of one kind for drizzle-orm. */
export function generatedSchema(kind: 'collections' | 'series'): string {
  const shapes: readonly (CollectionShape | SeriesShape)[] = telltaleTables[kind]
  const body = shapes.map(tableLines).join('\n')
  const used = ['bigint', 'boolean', 'doublePrecision', 'jsonb', 'numeric', 'text', 'uuid']
  const names = ['primaryKey', ...used.filter((name) => body.includes(`${name}('`))]
  return `// Generated from the definitions of the tables by \`pnpm generate\`.
import { ${names.sort().join(', ')} } from 'drizzle-orm/pg-core'
import type { MakeTable } from './make-table.js'

${body}
/** Makes the ${kind} of Telltale with the \`table\` of a schema. */
export const ${kind}Of = (table: MakeTable) => ({
${shapes.map((shape) => `  ${keyOf(shape)}: ${keyOf(shape)}(table),`).join('\n')}
})
`
}
