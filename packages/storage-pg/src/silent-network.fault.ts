import { setTimeout as wait } from 'node:timers/promises'
import { runOutages } from './testing/outages.js'
import { startServer } from './testing/server.js'
import { startTcpProxy } from './testing/tcp-proxy.js'

/** The network between a host and its database falls silent: nothing arrives any more, and no connection ends. */
export const faultRun = {
  name: 'storage-pg: the network falls silent, and forgets the connections',
  rounds: 10,
  run: async (rounds: number, maxRecoveryMs = 10_000): Promise<readonly string[]> => {
    const server = await startServer()
    const proxy = await startTcpProxy(server.connectionString)
    try {
      return await runOutages(proxy.connectionString, { rounds, maxRecoveryMs }, async (round) => {
        proxy.fallSilent()
        await wait(2_000 * (round % 3))
        proxy.comeBack()
      })
    } finally {
      await proxy.close()
      await server.stop()
    }
  },
}
