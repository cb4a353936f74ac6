import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { runOutages } from './testing/outages.js'
import { startServer } from './testing/server.js'

/** The server takes no writes for a while, as one does that is to be replaced. */
export const faultRun = {
  name: 'storage-pg: the server is read-only for a while',
  rounds: 10,
  run: async (rounds: number, maxRecoveryMs = 10_000): Promise<readonly string[]> => {
    const server = await startServer()
    const operator = new pg.Client({ connectionString: server.connectionString })
    await operator.connect()
    const setReadOnly = async (value: 'on' | 'off') => {
      await operator.query(`alter system set default_transaction_read_only = ${value}`)
      await operator.query('select pg_reload_conf()')
    }
    try {
      return await runOutages(server.connectionString, { rounds, maxRecoveryMs }, async (round) => {
        await setReadOnly('on')
        await wait(500 * (1 + (round % 4)))
        await setReadOnly('off')
      })
    } finally {
      await operator.end()
      await server.stop()
    }
  },
}
