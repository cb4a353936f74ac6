/**
 * A conformance case: one promise of a port, as data that any test runner can run.
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
  /** The reason why the case cannot run here. @default the case runs */
  readonly skip?: string
}
