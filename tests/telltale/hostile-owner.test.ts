import { expect, it, onTestFinished } from 'vitest'
import { runAttack, startTargets } from '../../benchmarks/hostile/run-attack.js'

/** Those attacks of `pnpm bench hostile` that tell most in a few seconds. It does each for a minute, by itself. */
const attacks = [
  'foreign-ids',
  'silent',
  'slow-dns',
  'failing-hosts',
  'maintenance',
  'import-5000',
  'queries',
]
const execArgv = ['--conditions=@telltale/source', '--import=tsx']
/** The number of scheduled checks that each monitor of the good owner has to get meanwhile. */
const enoughChecks = 2

it('goes on checking the monitors of an owner beside a hostile one', async () => {
  const { ports, close } = await startTargets(execArgv)
  onTestFinished(close)
  const order = { attacks, storage: 'memory', ports } as const
  const { fewestChecks, broken } = await runAttack(order, { lengthMs: 60_000, enoughChecks, execArgv })
  expect(broken).toEqual([])
  expect(fewestChecks).toBeGreaterThanOrEqual(enoughChecks)
})
