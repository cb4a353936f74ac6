import { defined } from '@telltale/core/ports'
import { storageCases } from '@telltale/core/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { pgStorage } from './index.js'
import { hasPgBouncer, startPgBouncer, type TestPooler } from './testing/pgbouncer.js'
import { SchemaPool } from './testing/schema-pool.js'
import { testTables } from './testing/test-tables.js'

const direct = inject('connectionString')

/** The cases that use what a pooler could break: transactions, isolation, dumps, counters and many calls at once. */
const delicate = /^(transaction|isolation|contention|skew|dump|load|counter|claim|lifecycle)/

describe.skipIf(!hasPgBouncer)(
  'behind PgBouncer in transaction mode (needs Debian’s package pgbouncer)',
  () => {
    let pooler: TestPooler
    const pool = new pg.Pool({ connectionString: direct, max: 1 })
    beforeAll(async () => {
      pooler = await startPgBouncer(direct)
    })
    afterAll(async () => {
      await pooler.stop()
      await pool.end()
    })

    const schemas = new SchemaPool(
      (text, values) => pool.query<{ name: string }>(text, values),
      `pooled ${process.pid}`,
    )
    const cases = storageCases((tables) =>
      schemas.open(tables, (schema) =>
        pgStorage({ connectionString: pooler.connectionString, pooler: 'transaction', tables, schema }),
      ),
    )
    for (const { name, run } of cases.filter(({ name }) => delicate.test(name))) it(name, run, 120_000)

    it('runs 200 rounds of calls at once, over a host’s own pool too', async () => {
      const hostPool = new pg.Pool({ connectionString: pooler.connectionString, max: 10 })
      const schema = `rounds ${process.pid}`
      const storage = pgStorage({ pool: hostPool, pooler: 'transaction', schema, tables: testTables })
      await storage.migrate()
      const round = (number: number) =>
        Promise.all([
          storage.counters.add('ana', 'rounds', 1, { now: 0 }),
          storage.transaction(({ counters }) => counters.add(`owner ${number}`, 'rounds', 1, { now: 0 })),
        ])
      await Promise.all(Array.from({ length: 200 }, (_, number) => round(number)))
      expect(await storage.counters.add('ana', 'rounds', 0, { now: 0 })).toEqual({ ok: true, value: 200 })
      await storage.close()
      await hostPool.end()
    })

    it('says what to set where nothing is said of the pooler', async () => {
      const storage = pgStorage({ connectionString: pooler.connectionString })
      await expect(storage.migrate()).rejects.toMatchObject({
        code: 'STORAGE_FAILED',
        message: expect.stringContaining("set `pooler: 'transaction'`"),
      })
      await storage.close()
      const hostPool = new pg.Pool({ connectionString: pooler.connectionString, max: 10 })
      const schema = `unsaid ${process.pid}`
      const overPool = pgStorage({ pool: hostPool, schema })
      await pgStorage({ connectionString: direct, schema }).migrate()
      const add = (number: number) => overPool.counters.add(`owner ${number}`, 'calls', 1, { now: 0 })
      const rounds = await Promise.allSettled(
        Array.from({ length: 100 }, (_, number) => add(number).then(() => add(number))),
      )
      const failures = rounds.flatMap((result) =>
        result.status === 'rejected' ? [String(result.reason)] : [],
      )
      expect(failures).not.toEqual([])
      for (const failure of failures) expect(failure).toContain("set `pooler: 'transaction'`")
      await overPool.close()
      await hostPool.end()
    })

    it('has a bus where the server itself is named', async () => {
      const schema = `pooled bus ${process.pid}`
      const open = (listenConnectionString?: string) => {
        const storage = pgStorage({
          connectionString: pooler.connectionString,
          pooler: 'transaction',
          schema,
          ...defined({ listenConnectionString }),
        })
        return { storage, bus: storage.openBus?.() }
      }
      const [one, two] = [open(), open(direct)]
      const heard: number[] = []
      const onListening = vi.fn()
      await two.bus?.subscribe(({ lastId }) => heard.push(lastId), onListening)
      await vi.waitFor(() => expect(onListening).toHaveBeenCalled(), 20_000)
      await one.bus?.publish({ ownerId: 'ana', lastId: 3 })
      await vi.waitFor(() => expect(heard).toEqual([3]), 20_000)
      for (const { bus, storage } of [one, two]) {
        await bus?.close()
        await storage.close()
      }
    })
  },
)
