/**
 * Returns a function that runs `work` on its first call. Later calls share the result of that run. A run that rejects is
 * forgotten, so that the next call tries again.
 *
 * @example
 * ```ts
 * const connect = once(() => openConnection())
 * await Promise.all([connect(), connect()]) // opens one connection
 * ```
 */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  return () => {
    result ??= work().catch((cause) => {
      result = undefined
      throw cause
    })
    return result
  }
}
