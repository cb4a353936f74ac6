import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

export default defineConfig(
  published([
    'src/{index,json,records/tables,options/public}.ts',
    'src/{ports,errors,money,http,latency,cars,cars/vehicle,cars/valuation,cars/background,prices,alerting,testing}/index.ts',
    // A worker is started by its file.
    'src/cars/background/market-worker.ts',
  ]),
)
