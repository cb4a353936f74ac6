import { expect, it } from 'vitest'
import { faultRun as readOnly } from './read-only.fault.js'
import { faultRun as restart } from './restart.fault.js'
import { faultRun as silentNetwork } from './silent-network.fault.js'

it.each([silentNetwork, restart, readOnly])(
  '$name: goes on by itself, and loses nothing',
  {
    timeout: 180_000,
  },
  async ({ run }) => {
    // A busy machine may need more than the 10 s that the benchmark `faults` demands.
    expect(await run(1, 60_000)).toEqual([])
  },
)
