import { createHash } from 'node:crypto'
import { TelltaleError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import type { Driver, Session, Statement, StatementResult } from './driver.js'

interface PgQuery {
  readonly name?: string
  readonly text: string
  readonly values: (string | null)[]
  readonly rowMode: 'array'
  readonly types: { getTypeParser(): (value: string) => string }
}

/** The part of a client of `pg` that is used. */
export interface PgClientLike {
  /** Runs a query. */
  query(query: PgQuery): Promise<{ readonly rows: unknown[][]; readonly rowCount: number | null }>
  /** Listens for a lost connection. */
  on(event: 'error', listener: (error: Error) => void): unknown
  /** Stops listening for a lost connection. */
  removeListener(event: 'error', listener: (error: Error) => void): unknown
  /** Gives the client back to its pool, or closes its connection when that is broken. */
  release(broken?: boolean): void
}

/** The part of a `Pool` of `pg` that is used. */
export interface PgPoolLike {
  /** Takes a client from the pool. */
  connect(): Promise<PgClientLike>
}

const types = { getTypeParser: () => (value: string) => value }
const names = new Map<string, string>()

/**
 * Returns the name of the prepared statement for a text. A statement with values is prepared once on each connection.
 */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = `telltale_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
  names.set(text, name)
  return name
}

async function runQuery(client: PgClientLike, { text, values }: Statement): Promise<StatementResult> {
  const query: PgQuery = {
    text,
    values: [...(values ?? [])],
    rowMode: 'array',
    types,
    ...defined({ name: values ? nameOf(text) : undefined }),
  }
  const { rows, rowCount } = await client.query(query)
  return { rows: rows as (string | null)[][], count: rowCount ?? 0 }
}

/**
 * Makes the session of one transaction. It refuses statements after the end, when the connection may belong to another
 * caller.
 */
function transactionSession(client: PgClientLike): { readonly session: Session; end(): void } {
  let isOver = false
  const run: Session['run'] = async (statement) => {
    if (isOver) throw new TelltaleError('the transaction is over', { code: 'CLOSED', status: 503 })
    return runQuery(client, statement)
  }
  return {
    session: { inTransaction: true, run },
    end: () => {
      isOver = true
    },
  }
}

/** Ignores a lost connection: the pending query rejects by itself. */
const ignore = () => undefined

/** Makes a driver over a pool. `open` is called at the first use, and `end` when the driver is closed. */
export function pgDriver(open: () => Promise<PgPoolLike>, end: () => Promise<void>): Driver {
  const withClient = async <Result>(work: (client: PgClientLike) => Promise<Result>): Promise<Result> => {
    const client = await (await open()).connect()
    client.on('error', ignore)
    let isBroken = true
    try {
      const result = await work(client)
      isBroken = false
      return result
    } catch (cause) {
      // An error with a severity came from the server, over a connection that still works.
      isBroken = Object(cause).severity !== 'ERROR'
      throw cause
    } finally {
      client.removeListener('error', ignore)
      client.release(isBroken)
    }
  }
  return {
    isSingleConnection: false,
    autocommit: {
      inTransaction: false,
      run: (statement) => withClient((client) => runQuery(client, statement)),
    },
    transact: async (isolation, work) => {
      let thrown: { readonly cause: unknown } | undefined
      const result = await withClient(async (client) => {
        await runQuery(client, { text: `begin isolation level ${isolation}` })
        const { session, end } = transactionSession(client)
        try {
          const result = await work(session)
          end()
          await runQuery(client, { text: 'commit' })
          return result
        } catch (cause) {
          end()
          thrown = { cause }
          await runQuery(client, { text: 'rollback' })
          return undefined
        }
      }).catch((cause) => {
        throw thrown ? thrown.cause : cause
      })
      if (thrown) throw thrown.cause
      return result as Awaited<ReturnType<typeof work>>
    },
    close: end,
  }
}
