import { telltaleTables } from '@telltale/core/tables'
import { sqlTable } from '../src/sql.js'
import { columnStatements, commonStatements, tableStatements } from '../src/table-statements.js'

const head = `-- Generated from the definitions of the tables by \`pnpm generate\`. Runs with the schema as its search path.
`

/**
 * The SQL that brings a schema from earlier migrations to the definitions at hand, or '' where nothing is missing. A
 * column that changes its type or goes away is written by hand.
 *
 * @param earlier - the text of all earlier migrations.
 */
export function generatedMigration(earlier: string): string {
  const tables = [...telltaleTables.collections, ...telltaleTables.series].map((shape) => sqlTable('', shape))
  const lacking = tables.flatMap((table) => {
    const [create = '', ...others] = tableStatements(table)
    const [begin = ''] = create.split('\n')
    const made = earlier.split(begin)[1]?.split('\n)')[0]
    if (made === undefined) return [create, ...others]
    const columns = columnStatements(table).filter(
      (statement) =>
        !earlier.includes(statement) && !made.includes(statement.split('add column if not exists ')[1] ?? ''),
    )
    return [...columns, ...others]
  })
  const statements = [...commonStatements, ...lacking].filter((statement) => !earlier.includes(statement))
  return statements.length === 0 ? '' : `${head}\n${statements.join(';\n\n')};\n`
}
