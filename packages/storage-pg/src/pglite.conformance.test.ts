import { PGlite } from '@electric-sql/pglite'
import { storageCases } from '@telltale/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { pgStorage } from './index.js'
import { SchemaPool } from './testing/schema-pool.js'

describe('pgStorage over PGlite', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
  }, 180_000)
  afterAll(() => pglite.close())

  const schemas = new SchemaPool((text, values) => pglite.query<{ name: string }>(text, values), 'case')
  for (const { name, run } of storageCases((tables) =>
    schemas.open(tables, (schema) => pgStorage({ pglite, tables, schema })),
  ))
    it(name, run, 120_000)
})
