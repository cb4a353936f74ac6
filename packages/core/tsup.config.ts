import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

export default defineConfig(
  published(['src/index.ts', 'src/tables.ts', 'src/{ports,http,latency,cars,prices,testing}/index.ts']),
)
