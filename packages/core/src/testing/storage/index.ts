import type { Storage } from '../../ports/index.js'
import type { ConformanceCase } from '../conformance-case.js'
import { claimCases } from './claim-cases.js'
import { conditionCases } from './condition-cases.js'
import { contentionCases } from './contention-cases.js'
import { counterCases, reservationCases } from './counter-cases.js'
import { deleteCases } from './delete-cases.js'
import { dumpCases } from './dump-cases.js'
import { type Proof, samplesIn } from './fixture.js'
import { isolationCases } from './isolation-cases.js'
import { lifecycleCases } from './lifecycle-cases.js'
import { loadCases } from './load-cases.js'
import { ownerModelCases } from './owner-model-cases.js'
import { ownershipCases } from './ownership-cases.js'
import { pageCases } from './page-cases.js'
import { type SampleTables, sampleTables } from './sample-tables.js'
import { seriesCases } from './series-cases.js'
import { seriesPageCases } from './series-page-cases.js'
import { seriesValueCases } from './series-value-cases.js'
import { skewCases } from './skew-cases.js'
import { transactionCases } from './transaction-cases.js'
import { uniqueCases } from './unique-cases.js'
import { valueCases } from './value-cases.js'
import { valueLimitCases } from './value-limit-cases.js'
import { versionCases } from './version-cases.js'
import { writeCases } from './write-cases.js'

export type { SampleTables } from './sample-tables.js'

/** A function that makes an empty storage, migrated or not. `tables` has the tables, for a storage that needs them in advance. */
export type OpenStorage = (tables: SampleTables) => Storage | Promise<Storage>

const proofs: Record<string, Proof> = {
  ...writeCases,
  ...uniqueCases,
  ...versionCases,
  ...contentionCases,
  ...valueCases,
  ...valueLimitCases,
  ...conditionCases,
  ...pageCases,
  ...claimCases,
  ...deleteCases,
  ...ownershipCases,
  ...ownerModelCases,
  ...seriesCases,
  ...seriesValueCases,
  ...seriesPageCases,
  ...counterCases,
  ...reservationCases,
  ...skewCases,
  ...transactionCases,
  ...isolationCases,
  ...dumpCases,
  ...loadCases,
  ...lifecycleCases,
}

/**
 * Returns the conformance cases of the storage port.
 *
 * @param open - is called once for each case, and again by cases that need another storage at the same time. Each storage
 *   is closed when its case is over.
 *
 * @example
 * ```ts
 * for (const { name, run } of storageCases(() => memoryStorage())) it(name, run)
 * ```
 */
export function storageCases(open: OpenStorage): readonly ConformanceCase[] {
  return Object.entries(proofs).map(([name, prove]) => ({ name, run: () => run(open, prove) }))
}

async function run(open: OpenStorage, prove: Proof): Promise<void> {
  const opened: Storage[] = []
  const openAnother = async () => {
    const storage = await open(sampleTables)
    opened.push(storage)
    await storage.migrate()
    return storage
  }
  const storage = await openAnother()
  try {
    await prove({ storage, openAnother, ...samplesIn(storage) })
  } finally {
    for (const one of opened) await one.close()
  }
}
