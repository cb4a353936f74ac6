import { storageCases } from '@telltale/core/testing'
import { describe, inject, it } from 'vitest'
import { pgStorage } from './index.js'

describe('pgStorage over a server', () => {
  const connectionString = inject('connectionString')
  let schemas = 0
  for (const { name, run } of storageCases((tables) =>
    pgStorage({ connectionString, tables, schema: `case ${process.pid} ${schemas++}` }),
  ))
    it(name, run, 60_000)
})
