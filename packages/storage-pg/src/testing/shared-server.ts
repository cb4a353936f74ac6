import type { TestProject } from 'vitest/node'
import { startServer } from './server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the server is that all test files share; each works in schemas of its own. */
    readonly connectionString: string
  }
}

/** Provides the server of `TELLTALE_TEST_DATABASE_URL`, or starts one; gives what ends it. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TELLTALE_TEST_DATABASE_URL
  const server = given ? undefined : await startServer()
  provide('connectionString', given ?? server?.connectionString ?? '')
  return async () => server?.stop()
}
