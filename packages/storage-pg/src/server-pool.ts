import { once } from 'node:events'
import { Socket } from 'node:net'
import { StorageError } from '@telltale/core'
import { defined } from '@telltale/core/ports'
import { settledWithin } from './call-tracker.js'
import { openOnce, packageMissing } from './open-once.js'
import { clientBeside, connectTimeoutMs, type PgSingleClient, quiet } from './pg-client.js'
import type { PoolAccess } from './pg-driver.js'

/** The time that connections have to take their leave, before they are cut. */
const leaveMs = 1_000

/** Returns the limits that the server keeps. A pooler in between refuses them. */
const serverLimits = (isPooled: boolean) =>
  defined({
    statement_timeout: isPooled ? undefined : 30_000,
    idle_in_transaction_session_timeout: isPooled ? undefined : 60_000,
  })

/** Makes the access to a pool of our own, which is opened at the first use. */
export function serverPool(connectionString: string, isPooled: boolean): PoolAccess {
  const sockets = new Set<Socket>()
  const stream = () => {
    const socket = new Socket()
    sockets.add(socket)
    return socket.once('close', () => sockets.delete(socket))
  }
  const pool = openOnce(
    async () => {
      const { default: pg } = await import('pg').catch(packageMissing('pg'))
      const pool = new pg.Pool({
        connectionString,
        max: 20,
        connectionTimeoutMillis: connectTimeoutMs,
        idleTimeoutMillis: 30_000,
        keepAlive: true,
        keepAliveInitialDelayMillis: 10_000,
        stream,
        ...serverLimits(isPooled),
      })
      // An idle connection that is lost leaves the pool; the next call opens another one.
      pool.on('error', () => undefined)
      return pool
    },
    async (pool) => {
      const closed = Promise.all([pool.end(), ...[...sockets].map((socket) => once(socket, 'close'))])
      await settledWithin(closed, leaveMs)
      for (const socket of sockets) socket.destroy()
    },
  )
  return { ...pool, isPooled }
}

/** Makes a connection of its own to a server, not open yet. */
export async function openClient(connectionString: string): Promise<PgSingleClient> {
  const { default: pg } = await import('pg').catch(packageMissing('pg'))
  return quiet(
    new pg.Client({ connectionString, connectionTimeoutMillis: connectTimeoutMs, keepAlive: true }),
  )
}

/**
 * Makes a connection beside a pool, not open yet.
 *
 * @throws `StorageError` when the pool is none of `pg`, and does not tell how it opens connections.
 */
export async function openBeside({ open }: PoolAccess): Promise<PgSingleClient> {
  const client = clientBeside(await open())
  if (!client) throw new StorageError('expected a Pool of pg, to open one more connection as it does')
  return client
}
