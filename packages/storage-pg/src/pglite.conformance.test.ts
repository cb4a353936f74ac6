import { PGlite } from '@electric-sql/pglite'
import { storageCases } from '@telltale/core/testing'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { pgStorage } from './index.js'

describe('pgStorage over PGlite', () => {
  let pglite: PGlite
  beforeAll(async () => {
    pglite = await PGlite.create()
  }, 60_000)
  afterAll(() => pglite.close())

  let schemas = 0
  for (const { name, run } of storageCases((tables) =>
    pgStorage({ pglite, tables, schema: `case ${schemas++}` }),
  ))
    it(name, run, 60_000)
})
