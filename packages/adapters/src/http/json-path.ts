import { once } from '@telltale/core/ports'
import type { JSONPathQuery, JSONValue } from 'json-p3'
import { CheckError } from '../probing/check-error.js'

/** The longest path, in characters. */
const maxPathChars = 1_000

/** The longest body that a path with `..`, `*` or a filter is looked up in, in characters. */
const maxSearchedChars = 2 ** 18

/** The engine: it is loaded by the first path that is read. */
const loadEngine = once(async () => {
  const { JSONPathEnvironment } = await import('json-p3')
  const environment = new JSONPathEnvironment()
  // They run patterns of strangers in an engine whose time has no bound; `matches` does so in RE2.
  for (const name of ['match', 'search']) environment.functionRegister.delete(name)
  return environment
})

/** The paths that were used last: each check reads those of its monitor anew. */
const queries = new Map<string, JSONPathQuery>()
const maxQueries = 500

/** The segments of a path to one value: `.name`, `[0]`, `[-1]`, `['name']` or `["name"]`. */
const singularPath =
  /^\$(\.([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|\[-?\d+\]|\['[^'\\]*'\]|\["[^"\\]*"\])*$/

/** Checks for a path to one value, without escapes in names. */
export const isSingularPath = (path: string): boolean => singularPath.test(path)

/** Returns why a path cannot be used, or `undefined` when it can. */
export async function jsonPathIssue(path: string): Promise<string | undefined> {
  if (path.length > maxPathChars) return `expected a path of at most ${maxPathChars} characters`
  const bare = path.replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''")
  // Each of these multiplies the work, which has to stay in proportion to the body.
  if (/\b(match|search)\(/.test(bare)) return 'expected a path without match() and search(); use `matches`'
  if (bare.split('..').length > 2) return 'expected a path with at most one `..`'
  if (bare.split('?').length > 3) return 'expected a path with at most two filters'
  if (bare.split(',').length > 4) return 'expected a path with at most three commas'
  if (bare.lastIndexOf('$') > 0) return 'expected a path with `$` at its beginning alone'
  try {
    await prepareJsonPath(path)
    return undefined
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 200) : 'unknown'
    return `expected a path of RFC 9535 such as $.queues[0].length (${reason})`
  }
}

/** Loads the engine and reads a path, unless that was done before. */
export async function prepareJsonPath(path: string): Promise<void> {
  if (queries.has(path)) return
  const query = (await loadEngine()).compile(path)
  const [oldest] = queries.keys()
  if (queries.size >= maxQueries && oldest !== undefined) queries.delete(oldest)
  queries.set(path, query)
}

/**
 * Returns the value at a path that was prepared, or `undefined` when there is none. A path that may lead to several values
 * gives their list, which may be empty.
 *
 * @throws {@link CheckError} when the body is too long for such a path.
 */
export function valueAt(json: unknown, path: string, bodyChars: number): unknown {
  const query = queries.get(path)
  if (!query) throw new Error(`${path} was not prepared`)
  if (query.singularQuery()) return query.match(json as JSONValue)?.value
  if (bodyChars > maxSearchedChars)
    throw new CheckError(
      'assertion',
      `expected a body of up to ${maxSearchedChars} characters for the path ${path}, got ${bodyChars}`,
    )
  return query.query(json as JSONValue).values()
}
