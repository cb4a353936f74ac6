import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { scriptedServer } from '../probing/testing/scripted-server.js'
import { mysql } from './index.js'

/** An error before the greeting: this machine may not log in (1130). */
const denied = Buffer.from([3, 0, 0, 0, 0xff, 0x6a, 0x04])

describe('mysql', () => {
  const target = (origin: string) => origin.replace('http:', 'mysql:')
  const serve = (afterMs: number | undefined) => scriptedServer(() => denied, { afterMs })
  for (const { name, run } of adapterCases(() => mysql(), {
    probe: { target, serve, foreign: 'http://shop.example/' },
  }))
    it(name, run)
})
