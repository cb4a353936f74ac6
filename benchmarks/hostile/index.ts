import { parseArgs } from 'node:util'
import { report } from '../report.js'
import { attacks } from './attacks/index.js'
import { type AttackResult, runAttack, startTargets } from './run-attack.js'

/**
 * Does a good owner notice a hostile one beside it? A process has a Telltale with both. The good one has 20 monitors that
 * are checked every second and six products; the hostile one does one attack. `none` is a run without an attack: what it
 * shows is the machine's own. `--attack name,name` chooses attacks, `--seconds` their length.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    attack: { type: 'string', default: '' },
    storage: { type: 'string', default: 'memory' },
  },
})
const storage = values.storage === 'pglite' ? 'pglite' : 'memory'
const names = values.attack === '' ? ['none', ...attacks.map(({ name }) => name)] : values.attack.split(',')
for (const name of names)
  if (name !== 'none' && !attacks.some((one) => one.name === name))
    throw new Error(
      `--attack: expected some of none, ${attacks.map((one) => one.name).join(', ')}; got ${name}`,
    )

const { ports, close } = await startTargets()
const results = new Map<string, AttackResult>()
for (const attack of names) {
  const result = await runAttack(
    { attacks: [attack], storage, ports },
    { lengthMs: Number(values.seconds) * 1_000 },
  )
  for (const promise of result.broken) console.error(`${attack}: ${promise}`)
  console.error(attack, JSON.stringify({ ...result, broken: result.broken.length }))
  results.set(attack, result)
}
close()

const all = [...results.values()]
const percent = (share: number) => Number((100 * share).toFixed(1))
report(
  [...results].map(([attack, { onTimeShare, readShare, rssGrowthMb, blockMs, broken }]) => ({
    attack,
    'checks on time %': percent(onTimeShare),
    'pages read %': percent(readShare),
    'RSS MB': Math.round(rssGrowthMb),
    'blocked ms': Math.round(blockMs),
    broken: broken.length,
  })),
  {
    name: "of the good owner's checks were on time",
    figure: 100 * Math.min(...all.map(({ onTimeShare }) => onTimeShare)),
    bar: 95,
    atLeast: true,
    unit: '%',
  },
  {
    name: 'the memory grew by',
    figure: Math.max(...all.map(({ rssGrowthMb }) => rssGrowthMb)),
    bar: 64,
    unit: 'MB',
  },
  {
    name: 'the event loop was blocked for',
    figure: Math.max(...all.map(({ blockMs }) => blockMs)),
    bar: 200,
    unit: 'ms',
  },
  {
    name: 'the attacks broke',
    figure: all.reduce((sum, { broken }) => sum + broken.length, 0),
    bar: 0,
    unit: 'promises',
  },
)
