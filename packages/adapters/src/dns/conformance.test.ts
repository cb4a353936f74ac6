import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { dns } from './index.js'
import { nameServer } from './testing/name-server.js'

describe('dns', () => {
  const target = (origin: string) => `${origin.replace('http:', 'dns:')}/shop.example?type=A`
  const serve = (afterMs: number | undefined) => nameServer({ afterMs })
  const cases = adapterCases(() => dns(), { probe: { target, serve, foreign: 'dns://192.0.2.53/' } })
  for (const { name, run } of cases) it(name, run)
})
