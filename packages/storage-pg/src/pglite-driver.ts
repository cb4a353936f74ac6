import { ValidationError } from '@telltale/core'
import type { Driver, Statement, StatementResult } from './driver.js'
import { isWithinTransaction, runTransaction } from './pglite-transaction.js'

interface PgliteQueryOptions {
  readonly rowMode: 'array'
  readonly parsers: Record<number, (value: string) => string>
  readonly serializers: Record<number, (value: string) => string>
}

interface PgliteResults {
  readonly rows: unknown[]
  readonly affectedRows?: number
}

interface PgliteSession {
  query(text: string, values: (string | null)[], options: PgliteQueryOptions): Promise<PgliteResults>
}

/** The part of a `PGlite` that is used. */
export interface PgliteLike extends PgliteSession {
  /** Runs work in a transaction. */
  transaction<Result>(work: (session: PgliteSession) => Promise<Result>): Promise<Result>
}

/** The types in use, and of each the OIDs in PostgreSQL's catalogue of the type and its array. Values pass as text. */
const typeOids = {
  boolean: [16, 1000],
  bigint: [20, 1016],
  text: [25, 1009],
  real: [701, 1022],
  numeric: [1700, 1231],
  uuid: [2950, 2951],
  jsonb: [3802, 3807],
}
const asText: Record<number, (value: string) => string> = Object.fromEntries(
  Object.values(typeOids).flatMap((oids) => oids.map((oid) => [oid, (value: string) => value])),
)
const options: PgliteQueryOptions = { rowMode: 'array', parsers: asText, serializers: asText }

async function runQuery(session: PgliteSession, { text, values }: Statement): Promise<StatementResult> {
  const { rows, affectedRows } = await session.query(text, [...(values ?? [])], options)
  return { rows: rows as (string | null)[][], count: affectedRows ?? 0 }
}

/** Makes a driver over PGlite. `open` is called at the first use, and `end` when the driver is closed. */
export function pgliteDriver(open: () => Promise<PgliteLike>, end: () => Promise<void>): Driver {
  const driver = {}
  const refuseWithinTransaction = () => {
    if (isWithinTransaction(driver))
      throw new ValidationError('storage', [
        { path: '', message: 'within a transaction, expected nothing but its own tables to be used' },
      ])
  }
  return {
    isSingleConnection: true,
    autocommit: {
      inTransaction: false,
      run: async (statement) => {
        refuseWithinTransaction()
        return runQuery(await open(), statement)
      },
    },
    transact: async (_isolation, work) => {
      refuseWithinTransaction()
      const pglite = await open()
      return pglite.transaction((session) =>
        runTransaction(driver, () =>
          work({ inTransaction: true, run: (statement) => runQuery(session, statement) }),
        ),
      )
    },
    close: end,
  }
}
