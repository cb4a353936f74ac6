import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

export default defineConfig(
  published(['src/index.ts', 'src/{ports,http,latency,cars,cars/vehicle,prices,testing}/index.ts']),
)
