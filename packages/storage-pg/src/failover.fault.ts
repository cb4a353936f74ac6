import pg from 'pg'
import { runOutages } from './testing/outages.js'
import { startServer, type TestServer } from './testing/server.js'
import { startTcpProxy } from './testing/tcp-proxy.js'

/** Runs statements on a server. */
async function runOn({ connectionString }: TestServer, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}

/** A server that keeps a copy of every commit, and the standby that has it. */
async function startPair(primary: TestServer): Promise<TestServer> {
  const standby = await primary.startStandby()
  await runOn(
    primary,
    `alter system set synchronous_standby_names = '*'`,
    'select pg_reload_conf()',
    `do $$ begin while not exists (select from pg_stat_replication where sync_state = 'sync') loop
      perform pg_sleep(0.05); perform pg_stat_clear_snapshot(); end loop; end $$`,
  )
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
