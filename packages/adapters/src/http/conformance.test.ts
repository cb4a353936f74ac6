import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { http } from './index.js'

describe('http', () => {
  for (const { name, run } of adapterCases(() => http(), { probe: { foreign: 'ftp://shop.example/' } }))
    it(name, run)
})
