import { describe, it } from 'vitest'
import { schedulerCases } from '../testing/index.js'
import { inProcessScheduler } from './index.js'

describe('inProcessScheduler', () => {
  for (const { name, run } of schedulerCases((clock) => inProcessScheduler({ clock }))) it(name, run)
})
