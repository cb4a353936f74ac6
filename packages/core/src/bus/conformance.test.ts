import { describe, it } from 'vitest'
import { busCases } from '../testing/index.js'
import { inProcessBus } from './index.js'

describe('inProcessBus', () => {
  for (const { name, run } of busCases(() => inProcessBus())) it(name, run)
})
