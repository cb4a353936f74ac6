import { TelltaleError } from '@telltale/core'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, it, vi } from 'vitest'
import { pgStorage } from './index.js'
import { fastForward, stopTime } from './testing/fast-time.js'
import { startTcpProxy, type TcpProxy } from './testing/tcp-proxy.js'

const direct = inject('connectionString')
const schema = `silent ${process.pid}`

let proxy: TcpProxy
beforeEach(async () => {
  const storage = pgStorage({ connectionString: direct, schema })
  await storage.migrate()
  await storage.close()
  proxy = await startTcpProxy(direct)
})
afterEach(async () => {
  vi.useRealTimers()
  await proxy.close()
})

type CounterStorage = ReturnType<typeof pgStorage>
const open = (): CounterStorage => pgStorage({ connectionString: proxy.connectionString, schema })
const manyCalls = (storage: CounterStorage) =>
  Array.from({ length: 30 }, (_, number) => storage.counters.add(`owner ${number}`, 'calls', 1, { now: 0 }))
const failuresOf = (results: readonly PromiseSettledResult<unknown>[]) =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))

it('has calls fail within 10 s of its return that the network swallowed, and others hold', async () => {
  const storage = open()
  await Promise.all(manyCalls(storage))
  stopTime()
  proxy.fallSilent()
  const swallowed = Promise.allSettled(manyCalls(storage))
  expect(await fastForward(swallowed, 6, 100)).toBe(6)
  proxy.comeBack()
  expect(await fastForward(swallowed, 30, 400)).toBeLessThanOrEqual(10)
  const failures = failuresOf(await swallowed)
  expect(failures).not.toEqual([])
  for (const failure of failures)
    expect(failure).toMatchObject({ name: 'StorageError', code: 'STORAGE_FAILED', retryable: true })
  vi.useRealTimers()
  await Promise.all(manyCalls(storage))
  await storage.close()
})

it('has calls fail at some time while the network stays silent', async () => {
  const storage = open()
  await Promise.all(manyCalls(storage))
  stopTime()
  proxy.fallSilent()
  const swallowed = Promise.allSettled(manyCalls(storage))
  expect(await fastForward(swallowed, 120)).toBeLessThan(60)
  expect(failuresOf(await swallowed)).toHaveLength(30)
  const closing = storage.close()
  expect(await fastForward(closing, 30)).toBeLessThanOrEqual(10)
})

it('closes within 10 s while the network is silent, and then has no call pending', async () => {
  const storage = open()
  await Promise.all(manyCalls(storage))
  stopTime()
  proxy.fallSilent()
  const swallowed = Promise.allSettled(manyCalls(storage))
  expect(await fastForward(storage.close(), 30)).toBeLessThanOrEqual(10)
  expect(await fastForward(swallowed, 30)).toBeLessThanOrEqual(2)
  const failures = failuresOf(await swallowed)
  expect(failures).toHaveLength(30)
  expect(failures.every((failure) => TelltaleError.is(failure))).toBe(true)
})

it('lets a slow statement go on for as long as the server works on it', async () => {
  const pool = new pg.Pool({ connectionString: direct, max: 2 })
  const storage = pgStorage({ pool, schema })
  await storage.counters.add('ana', 'slow', 1, { now: 0 })
  const blocker = new pg.Client({ connectionString: direct })
  await blocker.connect()
  await blocker.query('begin')
  await blocker.query(`lock table "${schema}".counters`)
  stopTime()
  const slow = storage.counters.add('ana', 'slow', 1, { now: 0 })
  expect(await fastForward(slow, 12, 150)).toBe(12)
  vi.useRealTimers()
  await blocker.query('commit')
  await blocker.end()
  expect(await slow).toEqual({ ok: true, value: 2 })
  await storage.close()
  await pool.end()
})
