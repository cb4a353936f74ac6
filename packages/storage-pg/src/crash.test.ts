import { expect, inject, it } from 'vitest'
import { killWriters } from './crash.fault.js'
import { faultRun as pgliteCrash } from './pglite-crash.fault.js'
import { faultRun as serverCrash } from './server-crash.fault.js'

it('keeps what was acknowledged, and no half of anything, when its process is killed', {
  timeout: 180_000,
}, async () => {
  expect(await killWriters(inject('connectionString'), 4)).toEqual([])
})

it('keeps it when the process is killed that PGlite runs in', { timeout: 180_000 }, async () => {
  expect(await pgliteCrash.run(2)).toEqual([])
})

it('keeps it when the server is stopped at once, and goes on when that is back', {
  timeout: 180_000,
}, async () => {
  expect(await serverCrash.run(3)).toEqual([])
})
