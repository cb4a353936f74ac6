import type { Session } from './driver.js'
import type { SqlTable } from './sql.js'

/** Takes the lock on making partitions of a series, until the transaction ends. */
export const lockPartitions = (session: Session, { name }: SqlTable): Promise<void> =>
  lock(session, `telltale months of ${name}`)

/** Takes the lock on migrating a schema, until the transaction ends. */
export const lockSchema = (session: Session, schema: string): Promise<void> =>
  lock(session, `telltale ${schema}`)

async function lock(session: Session, name: string): Promise<void> {
  await session.run({ text: 'select pg_advisory_xact_lock(hashtextextended($1::text, 0))', values: [name] })
}
