import { storageCases } from '@telltale/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { pgStorage } from './index.js'
import { startServer, type TestServer } from './testing/server.js'

describe('pgStorage over a server', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  }, 60_000)
  afterAll(() => server.stop())

  let schemas = 0
  const run = process.pid
  const open = (tables: Parameters<Parameters<typeof storageCases>[0]>[0]) =>
    pgStorage({ connectionString: server.connectionString, tables, schema: `case ${run} ${schemas++}` })
  for (const each of storageCases(open)) it(each.name, each.run, 60_000)
})
