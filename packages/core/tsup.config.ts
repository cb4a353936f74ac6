import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

const entries = [
  ...['index', 'json', 'records/tables', 'options/public'],
  ...['ports', 'errors', 'money', 'http', 'latency', 'prices', 'alerting', 'testing'].map(indexOf),
  ...['cars', 'cars/vehicle', 'cars/valuation', 'cars/background'].map(indexOf),
]

function indexOf(folder: string): string {
  return `${folder}/index`
}

export default defineConfig(
  published({
    ...Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    // A worker is started by its file, which lies beside the chunk that two entries share and that starts it.
    'market-worker': 'src/cars/background/market-worker.ts',
  }),
)
