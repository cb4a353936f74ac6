import type { Session } from './driver.js'
import type { SqlTable } from './sql.js'

/** Keeps others who make or drop partitions of this series waiting until the transaction ends. */
export const lockMonths = (session: Session, { name }: SqlTable): Promise<void> =>
  lock(session, `telltale months of ${name}`)

/** Keeps others who migrate this schema waiting until the transaction ends. */
export const lockSchema = (session: Session, schema: string): Promise<void> =>
  lock(session, `telltale ${schema}`)

async function lock(session: Session, name: string): Promise<void> {
  await session.run({ text: 'select pg_advisory_xact_lock(hashtextextended($1::text, 0))', values: [name] })
}
