import type { Options } from 'tsup'

/** How every published package is built: ES modules with their types and source maps. */
export const published = (entry: string[]): Options => ({
  entry,
  format: 'esm',
  platform: 'node',
  removeNodeProtocol: false,
  target: 'node20.19',
  dts: true,
  sourcemap: true,
  clean: true,
  treeshake: true,
})
