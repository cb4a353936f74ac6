import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { runOutages } from './testing/outages.js'
import { startServer, type TestServer } from './testing/server.js'
import { startTcpProxy } from './testing/tcp-proxy.js'

/** Runs statements on a server. Resolves to the number of rows of the last one. */
async function runOn({ connectionString }: TestServer, ...statements: readonly string[]): Promise<number> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  let count = 0
  for (const statement of statements) count = (await client.query(statement)).rows.length
  await client.end()
  return count
}

/** A server that keeps a copy of every commit, and the standby that has it. */
async function startPair(primary: TestServer): Promise<TestServer> {
  const standby = await primary.startStandby()
  await runOn(primary, `alter system set synchronous_standby_names = '*'`, 'select pg_reload_conf()')
  // A session reads changed settings between its statements only, so that each look is one of its own.
  while (!(await runOn(primary, `select from pg_stat_replication where sync_state = 'sync'`))) await wait(50)
  return standby
}

/** The primary is lost, its standby is promoted, and the address leads to that one. */
export const faultRun = {
  name: 'storage-pg: a standby takes over from the server',
  rounds: 10,
  run: async (rounds: number, maxRecoveryMs = 10_000): Promise<readonly string[]> => {
    let primary = await startServer()
    let standby: TestServer | undefined
    const proxy = await startTcpProxy(primary.connectionString)
    try {
      return await runOutages(proxy.connectionString, { rounds, maxRecoveryMs }, async () => {
        standby = await startPair(primary)
        await primary.crash()
        await primary.stop()
        primary = standby
        standby = undefined
        // The address leads to the standby before that takes writes, as it may happen.
        proxy.leadTo(primary.connectionString)
        await runOn(primary, 'select pg_promote()')
      })
    } finally {
      await proxy.close()
      await standby?.stop()
      await primary.stop()
    }
  },
}
