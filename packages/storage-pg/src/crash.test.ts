import { expect, inject, it } from 'vitest'
import { faultRun as hostCrash } from './crash.fault.js'
import { pgStorage } from './index.js'
import { faultRun as pgliteCrash } from './pglite-crash.fault.js'
import { faultRun as rollUpCrash } from './roll-up.fault.js'
import { faultRun as serverCrash } from './server-crash.fault.js'
import { brokenPromises, mixedTables, type Progress, writeMixed } from './testing/mixed-writes.js'

it('keeps what was acknowledged, and no half of anything, when its process is killed', {
  timeout: 180_000,
}, async () => {
  expect(await hostCrash.run(1)).toEqual([])
})

it('keeps it when the process is killed that PGlite runs in', { timeout: 180_000 }, async () => {
  expect(await pgliteCrash.run(1)).toEqual([])
})

it('keeps it when the server is stopped at once, and goes on when that is back', {
  timeout: 180_000,
}, async () => {
  expect(await serverCrash.run(1)).toEqual([])
})

it('has every check in its roll-ups once, wherever the process that rolls up is killed', {
  timeout: 180_000,
}, async () => {
  expect(await rollUpCrash.run(1)).toEqual([])
})

it('would be told of what is lost, and of what is half', async () => {
  const schema = `noticed ${process.pid}`
  const storage = pgStorage({ connectionString: inject('connectionString'), schema, tables: mixedTables })
  await storage.migrate()
  let told: Progress = { transactions: 0, batches: 0 }
  const isOver = () => Math.min(told.transactions, told.batches) >= 3
  await writeMixed(
    storage,
    (progress) => {
      told = { ...progress }
    },
    isOver,
  )
  expect(await brokenPromises(storage, told)).toEqual([])
  const ahead = { transactions: told.transactions + 100, batches: told.batches + 100 }
  expect(await brokenPromises(storage, ahead)).toHaveLength(2)
  await storage.counters.add('ana', 'left', 1, { now: 0 })
  expect((await brokenPromises(storage, told)).join()).toMatch(/half a transaction/)
  await storage.close()
})
