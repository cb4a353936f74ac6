import { defineConfig } from 'tsup'
import { published } from '../../tsup.base.js'

export default defineConfig(
  published(['src/{index,client/index,metrics/index,node/index,websocket/index}.ts']),
)
