import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { corgi } from './index.js'
import { replay } from './testing/replay.js'

const sample = { known: '1HGCM82633A004352', unknown: '11111111111111111' }

describe('corgi', () => {
  for (const { name, run } of adapterCases(() => corgi({ open: replay().open }), { decode: sample }))
    it(name, run)
})
