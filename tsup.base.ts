import type { Options } from 'tsup'

/** How every published package is built: ES modules with source maps. TypeScript itself writes the types beside them. */
export const published = (entry: string[]): Options => ({
  entry,
  format: 'esm',
  platform: 'node',
  removeNodeProtocol: false,
  target: 'node20.19',
  sourcemap: true,
  clean: true,
  treeshake: true,
})
