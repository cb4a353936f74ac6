import { expect, it } from 'vitest'
import { faultRun } from './budget.fault.js'

it('holds one budget over several processes, whichever of them are killed', {
  timeout: 300_000,
}, async () => {
  expect(await faultRun.run(1, 3)).toEqual([])
})
