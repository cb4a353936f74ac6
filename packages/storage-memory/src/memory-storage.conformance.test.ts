import { storageCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { memoryStorage } from './index.js'

describe('memoryStorage', () => {
  for (const { name, run } of storageCases(() => memoryStorage())) it(name, run)
})
