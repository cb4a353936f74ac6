import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { scriptedServer } from '../probing/testing/scripted-server.js'
import { postgres } from './index.js'

describe('postgres', () => {
  const target = (origin: string) => origin.replace('http:', 'postgres:')
  const serve = (afterMs: number | undefined) =>
    scriptedServer((asked) => (asked.length > 0 ? Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 5]) : undefined), {
      afterMs,
    })
  for (const { name, run } of adapterCases(() => postgres(), {
    probe: { target, serve, foreign: 'http://shop.example/' },
  }))
    it(name, run)
})
