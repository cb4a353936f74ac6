import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources, so that they need no build. */
const conditions = ['@telltale/source']

const cacheDir = fileURLToPath(new URL('node_modules/.vite', import.meta.url))

const project = (name: string, root: string, timeoutMs = 30_000, globalSetup: string[] = []) => ({
  cacheDir,
  ssr: { resolve: { conditions } },
  test: {
    name,
    root,
    include: ['**/*.test.ts'],
    testTimeout: timeoutMs,
    hookTimeout: timeoutMs,
    globalSetup,
    // Files of one worker share their modules: loading them for each file anew takes longer than most tests.
    isolate: false,
  },
})

export default defineConfig({
  test: {
    // One more than there are processors: many tests wait for other processes, such as databases that are killed.
    maxWorkers: availableParallelism() + 1,
    projects: [
      project('core', 'packages/core/src'),
      project('api', 'packages/api/src'),
      project('adapters', 'packages/adapters/src'),
      project('storage-memory', 'packages/storage-memory/src'),
      project('storage-pg', 'packages/storage-pg/src', 60_000, [
        fileURLToPath(new URL('packages/storage-pg/src/testing/shared-server.ts', import.meta.url)),
      ]),
      project('examples', 'examples', 60_000),
      project('whole', 'tests', 120_000),
    ],
    coverage: {
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fault.ts'],
      reporter: [['text', { skipFull: true }], 'html'],
      thresholds: { lines: 90, branches: 85 },
    },
  },
})
