import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

const files = ['index', 'json', 'records/tables', 'options/public']

/** The folders that are entries by their `index.ts`. */
const folders = [
  'ports',
  'errors',
  'money',
  'http',
  'latency',
  'cars',
  'cars/vehicle',
  'cars/valuation',
  'cars/background',
  'prices',
  'alerting',
  'testing',
]

const entries = [...files, ...folders.map((folder) => `${folder}/index`)]

export default defineConfig(
  published({
    ...Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    // A worker is started by its file, which lies beside the chunk that two entries share and that starts it.
    'market-worker': 'src/cars/background/market-worker.ts',
  }),
)
