import { storageCases } from '@telltale/core/testing'
import pg from 'pg'
import { afterAll, describe, inject, it } from 'vitest'
import { pgStorage } from './index.js'
import { SchemaPool } from './testing/schema-pool.js'

describe('pgStorage over a server', () => {
  const connectionString = inject('connectionString')
  const pool = new pg.Pool({ connectionString, max: 1 })
  afterAll(() => pool.end())

  const schemas = new SchemaPool(
    (text, values) => pool.query<{ name: string }>(text, values),
    `case ${process.pid}`,
  )
  for (const { name, run } of storageCases((tables) =>
    schemas.open(tables, (schema) => pgStorage({ connectionString, tables, schema })),
  ))
    it(name, run, 60_000)
})
