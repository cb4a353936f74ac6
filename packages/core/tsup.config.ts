import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

export default defineConfig(
  published([
    'src/{index,records/tables,options/public}.ts',
    'src/{ports,errors,money,http,latency,cars,cars/vehicle,cars/valuation,prices,testing}/index.ts',
  ]),
)
