import type { TestProject } from 'vitest/node'
import { startServer } from './server.js'

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of the server that all test files share, each in schemas of its own. */
    readonly connectionString: string
  }
}

/** Provides the server of `TELLTALE_TEST_DATABASE_URL`, or starts one. Returns the function that stops it. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TELLTALE_TEST_DATABASE_URL
  const server = given ? undefined : await startServer({ isDurable: false })
  provide('connectionString', given ?? server?.connectionString ?? '')
  return async () => server?.stop()
}
