import { createHash } from 'node:crypto'
import { TelltaleError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { AnswerWatch } from './answer-watch.js'
import { askBusyOver } from './ask-busy.js'
import { Connections, type Loan } from './connections.js'
import type { Driver, Session, Statement, StatementResult } from './driver.js'
import { isBroken, isReadOnly } from './failures.js'
import type { PgPoolLike, PgQuery } from './pg-client.js'

/** The pool of a driver, and the way to it. */
export interface PoolAccess {
  /** Opens the pool. Called at each use. */
  open(): Promise<PgPoolLike>
  /** Closes the pool, when the driver is closed. */
  end(): Promise<void>
  /** `true` when each transaction may run over another connection, as behind PgBouncer. */
  readonly isPooled?: boolean
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

/** Runs a statement over a connection. */
type RunOver = (loan: Loan, statement: Statement) => Promise<StatementResult>

/** Returns the function that runs statements. A pooler knows nothing of prepared statements that have names. */
function statementRunner(watch: AnswerWatch, isPooled: boolean): RunOver {
  return async ({ client, lost }, { text, values }) => {
    const query: PgQuery = {
      text,
      values: [...(values ?? [])],
      rowMode: 'array',
      types,
      ...defined({ name: values && !isPooled ? nameOf(text) : undefined }),
    }
    try {
      const { rows, rowCount } = await watch.answer(client, client.query(query))
      return { rows: rows as (string | null)[][], count: rowCount ?? 0 }
    } catch (cause) {
      throw lost() ?? cause
    }
  }
}

/**
 * Makes the session of one transaction. It refuses statements after the end, when the connection may belong to another
 * caller.
 */
function transactionSession(runOver: RunOver, loan: Loan) {
  let isOver = false
  let loss: { readonly cause: unknown } | undefined
  const run: Session['run'] = async (statement) => {
    try {
      return await runOver(loan, statement)
    } catch (cause) {
      if (isBroken(cause)) loss ??= { cause }
      throw cause
    }
  }
  const refuseAtEnd: Session['run'] = async (statement) => {
    if (isOver) throw new TelltaleError('the transaction is over', { code: 'CLOSED', status: 503 })
    return run(statement)
  }
  const finish = async (text: 'commit' | 'rollback') => {
    isOver = true
    if (loss) throw loss.cause
    await run({ text })
  }
  return { session: { inTransaction: true, run: refuseAtEnd } satisfies Session, finish }
}

/** Checks whether a statement only reads, so that it may run again. */
const isRead = ({ text }: Statement): boolean => /^\s*select\b/.test(text)

/** Returns the first statement of a transaction. Behind a pooler, connections have no limits of their own. */
const beginOf = (isolation: string, isPooled: boolean): string =>
  isPooled
    ? `begin isolation level ${isolation}; set local statement_timeout = '30s'; set local idle_in_transaction_session_timeout = '60s'`
    : `begin isolation level ${isolation}`

/** Makes a driver over a pool. */
export function pgDriver({ open, end, isPooled = false }: PoolAccess): Driver {
  const watch = new AnswerWatch(isPooled ? async () => undefined : askBusyOver(open))
  const connections = new Connections(open)
  const runOver = statementRunner(watch, isPooled)
  return {
    isSingleConnection: false,
    autocommit: {
      inTransaction: false,
      run: (statement) =>
        connections.use(
          (loan) => runOver(loan, statement),
          (cause) => isRead(statement) || isReadOnly(cause),
        ),
    },
    transact: async (isolation, work) => {
      let thrown: { readonly cause: unknown } | undefined
      let mayRepeat = true
      const inTransaction = async (loan: Loan) => {
        thrown = undefined
        await runOver(loan, { text: beginOf(isolation, isPooled) })
        mayRepeat = isolation === 'serializable'
        const { session, finish } = transactionSession(runOver, loan)
        try {
          const result = await work(session)
          mayRepeat = false
          await finish('commit')
          return result
        } catch (cause) {
          thrown = { cause }
          await finish('rollback')
          return undefined
        }
      }
      const result = await connections
        .use(inTransaction, () => mayRepeat)
        .catch((cause) => {
          throw thrown ? thrown.cause : cause
        })
      if (thrown) throw thrown.cause
      return result as Awaited<ReturnType<typeof work>>
    },
    close: async () => {
      watch.failAll(new TelltaleError('the storage was closed', { code: 'CLOSED', status: 503 }))
      await end()
    },
  }
}
