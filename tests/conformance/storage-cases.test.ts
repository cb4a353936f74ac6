import { storageCases } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { describe, expect, it } from 'vitest'
import { brokenClaims, brokenOwnership } from './broken-claims.js'
import { brokenContention, brokenSkew } from './broken-concurrency.js'
import { brokenCounters } from './broken-counters.js'
import { brokenConditions, brokenPages } from './broken-queries.js'
import { brokenSeries, brokenSeriesPages } from './broken-series.js'
import { brokenDumps, brokenLifecycles } from './broken-storages.js'
import { brokenTransactions } from './broken-transactions.js'
import { brokenValues } from './broken-values.js'
import { brokenWrites } from './broken-writes.js'
import { type BrokenStorage, sabotaged } from './sabotage.js'

const brokenStorages: Record<string, BrokenStorage> = {
  ...brokenWrites,
  ...brokenValues,
  ...brokenConditions,
  ...brokenPages,
  ...brokenClaims,
  ...brokenOwnership,
  ...brokenSeries,
  ...brokenSeriesPages,
  ...brokenCounters,
  ...brokenTransactions,
  ...brokenContention,
  ...brokenSkew,
  ...brokenDumps,
  ...brokenLifecycles,
}

/** Four promises of which a broken storage keeps three: so it is what it does wrong that is noticed. */
const plain = [
  'write: an update replaces the whole record: an optional key that is left out is gone',
  'series: deleteKeys removes all rows of the keys, and says how many',
  'counter: an addition that would pass the limit is refused whole',
  'delete: removes the records that are there, and says how many',
]

const promises = storageCases(() => memoryStorage()).map(({ name }) => name)

describe('the conformance cases of storages', () => {
  describe.each(Object.entries(brokenStorages))(
    'notice a storage that %s',
    (_wrong, { breaks, sabotage }) => {
      const cases = storageCases(() => sabotaged(memoryStorage(), sabotage()))
      const run = async (promise: string) => cases.find(({ name }) => name === promise)?.run()
      it.each(breaks)('%s', async (promise) => {
        await expect(run(promise)).rejects.toThrow()
      })
      it('while most of it is right', async () => {
        const outcomes = await Promise.allSettled(plain.map(run))
        expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThanOrEqual(3)
      })
    },
  )

  it('each notice a storage that breaks their promise', () => {
    const noticed = new Set(Object.values(brokenStorages).flatMap(({ breaks }) => breaks))
    expect(promises.filter((promise) => !noticed.has(promise))).toEqual([])
  })
})
