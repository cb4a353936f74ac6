import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

export default defineConfig({
  ...published([]),
  entry: {
    index: 'src/index.ts',
    'schema/index': 'src/schema/index.ts',
    'telltale-pg': 'src/cli/telltale-pg.ts',
  },
})
