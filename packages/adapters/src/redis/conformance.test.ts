import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { scriptedServer } from '../probing/testing/scripted-server.js'
import { redis } from './index.js'

describe('redis', () => {
  const target = (origin: string) => origin.replace('http:', 'redis:')
  const serve = (afterMs: number | undefined) =>
    scriptedServer((asked) => (asked.length > 0 ? '+PONG\r\n' : undefined), { afterMs })
  for (const { name, run } of adapterCases(() => redis(), {
    probe: { target, serve, foreign: 'http://shop.example/' },
  }))
    it(name, run)
})
