import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { storageCases } from '@telltale/core/testing'
import { afterAll, describe, it } from 'vitest'
import { memoryStorage } from './index.js'

const folder = mkdtempSync(join(tmpdir(), 'telltale-storage-'))
afterAll(() => rm(folder, { recursive: true }))

describe('memoryStorage with a file', () => {
  let files = 0
  const open = () => memoryStorage({ file: join(folder, `${files++}.ndjson`), snapshotEvery: '1ms' })
  for (const { name, run } of storageCases(open)) it(name, run)
})
