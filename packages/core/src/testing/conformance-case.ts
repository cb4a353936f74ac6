/**
 * One promise of a port, as data that any test runner can run.
 *
 * @example
 * ```ts
 * for (const { name, run, skip } of storageCases(open)) it.skipIf(skip)(name, run)
 * ```
 */
export interface ConformanceCase {
  /** The promise, in words. */
  readonly name: string
  /** Rejects with an `AssertionError` when the promise is not kept. */
  run(): Promise<void>
  /** Why the case cannot be run here; absent when it can. */
  readonly skip?: string
}
