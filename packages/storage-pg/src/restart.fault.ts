import { setTimeout as wait } from 'node:timers/promises'
import { runOutages } from './testing/outages.js'
import { startServer } from './testing/server.js'

/** The server is stopped at once, and comes back a while later. */
export const faultRun = {
  name: 'storage-pg: the server restarts under a Telltale that runs',
  rounds: 10,
  run: async (rounds: number, maxRecoveryMs = 10_000): Promise<readonly string[]> => {
    const server = await startServer()
    try {
      return await runOutages(server.connectionString, { rounds, maxRecoveryMs }, async (round) => {
        await server.crash()
        await wait(500 * (round % 4))
        await server.start()
      })
    } finally {
      await server.stop()
    }
  },
}
