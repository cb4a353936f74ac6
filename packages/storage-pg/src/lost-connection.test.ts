import { StorageError } from '@telltale/core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { pgStorage } from './index.js'
import { startServer, type TestServer } from './testing/server.js'

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

it('tells of a server that is away, keeps what was acknowledged, and goes on when it is back', async () => {
  const storage = pgStorage({ connectionString: server.connectionString })
  await storage.migrate()
  const add = () => storage.counters.add('ana', 'visits', 1, { now: 0 })
  for (let time = 0; time < 3; time++) {
    expect(await add()).toEqual({ ok: true, value: time + 1 })
    await server.crash()
    const failure = await add().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(StorageError)
    expect(failure).toMatchObject({ retryable: true })
    await server.start()
  }
  expect(await add()).toEqual({ ok: true, value: 4 })
  await storage.close()
})

it('undoes a transaction whose server went away in the middle', async () => {
  const storage = pgStorage({ connectionString: server.connectionString, schema: 'middle' })
  await storage.migrate()
  const half = storage.transaction(async ({ counters }) => {
    await counters.add('ana', 'visits', 1, { now: 0 })
    await server.crash()
    await counters.add('ana', 'visits', 1, { now: 0 })
  })
  await expect(half).rejects.toMatchObject({ name: 'StorageError', retryable: true })
  await server.start()
  expect(await storage.counters.add('ana', 'visits', 1, { now: 0 })).toEqual({ ok: true, value: 1 })
  await storage.close()
})
