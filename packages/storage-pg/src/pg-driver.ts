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

/** What is needed of a client of `pg`. */
export interface PgClientLike {
  query(query: PgQuery): Promise<{ readonly rows: unknown[][]; readonly rowCount: number | null }>
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
  release(broken?: boolean): void
}

/** What is needed of a `Pool` of `pg`. */
export interface PgPoolLike {
  connect(): Promise<PgClientLike>
}

const types = { getTypeParser: () => (value: string) => value }
const names = new Map<string, string>()

/** Statements with values are prepared once on each connection, under a name that only the same text can have. */
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = `telltale_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
  names.set(text, name)
  return name
}

async function ask(client: PgClientLike, { text, values }: Statement): Promise<StatementResult> {
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
 * The session of one transaction. Whatever is still to be asked when that ends is refused: the connection may be
 * someone else's by then.
 */
function untilEnd(client: PgClientLike): { readonly session: Session; end(): void } {
  let isOver = false
  const run: Session['run'] = async (statement) => {
    if (isOver) throw new TelltaleError('the transaction is over', { code: 'CLOSED', status: 503 })
    return ask(client, statement)
  }
  return {
    session: { inTransaction: true, run },
    end: () => {
      isOver = true
    },
  }
}

/** The connection is lost: what waits for it is told by its own promise. */
const ignore = () => undefined

/** A driver over a pool, which `open` gives at the first use and `end` ends. */
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
      run: (statement) => withClient((client) => ask(client, statement)),
    },
    transact: async (isolation, work) => {
      let thrown: { readonly cause: unknown } | undefined
      const result = await withClient(async (client) => {
        await ask(client, { text: `begin isolation level ${isolation}` })
        const { session, end } = untilEnd(client)
        try {
          const result = await work(session)
          end()
          await ask(client, { text: 'commit' })
          return result
        } catch (cause) {
          end()
          thrown = { cause }
          await ask(client, { text: 'rollback' })
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
