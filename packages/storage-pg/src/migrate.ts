import { lockSchema } from './advisory-locks.js'
import type { Session } from './driver.js'
import { quote, type SqlTable } from './sql.js'
import { columnStatements, commonStatements, tableStatements } from './table-statements.js'

/** Makes what is missing, one process at a time. */
export async function migrate(session: Session, schema: string, tables: readonly SqlTable[]): Promise<void> {
  await lockSchema(session, schema)
  await session.run({ text: `create schema if not exists ${quote(schema)}` })
  await session.run({ text: `set local search_path to ${quote(schema)}` })
  const statements = tables.flatMap((table) => {
    const [create = '', ...others] = tableStatements(table)
    return [create, ...columnStatements(table), ...others]
  })
  for (const text of [...commonStatements, ...statements]) await session.run({ text })
}
