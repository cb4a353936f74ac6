import type { Options } from 'tsup'

/** Returns the build options of a published package: ES modules with source maps. TypeScript writes the types beside them. */
export const published = (entry: NonNullable<Options['entry']>): Options => ({
  entry,
  format: 'esm',
  platform: 'node',
  removeNodeProtocol: false,
  target: 'node20.19',
  sourcemap: true,
  clean: true,
  treeshake: true,
  // The sources are published beside the maps that name them.
  esbuildOptions: (options) => {
    options.sourcesContent = false
  },
})
