import type { Issue } from './check.js'

/** The limits on the size of the arguments of one call. */
export interface SizeLimits {
  /** The maximum number of values in lists and objects altogether. @default 10000 */
  readonly maxValues?: number
  /** The maximum length of the texts and the names altogether, in characters. @default 1048576 (1 MiB) */
  readonly maxChars?: number
}

/** The limits of functions that take the lists or the files of a whole market at once. */
export const marketSize: SizeLimits = { maxValues: 20_000_000, maxChars: 2 ** 28 }

/** The maximum number of levels. A storage keeps no deeper JSON. */
const maxDepth = 100

/** The values and characters that a call may still have. */
interface Allowance {
  values: number
  chars: number
}

/**
 * Finds the first place in which a value is larger than its limits. It comes before every other check, so that no check
 * meets a list without end, a circle, or a text that takes a second to read. An object of a class, or with a method,
 * such as a port, counts as one value.
 */
export function sizeIssue(value: unknown, limits: SizeLimits = {}): Issue | undefined {
  const { maxValues = 10_000, maxChars = 2 ** 20 } = limits
  const left: Allowance = { values: maxValues, chars: maxChars }
  const path = excessPath(value, left, 0)
  if (!path) return undefined
  if (left.values < 0) return { path, message: `expected at most ${maxValues} values in all` }
  if (left.chars < 0) return { path, message: `expected at most ${maxChars} characters in all` }
  return { path, message: `expected at most ${maxDepth} levels` }
}

/** Returns the path to the first value that exceeds the allowance, or lies too deep. */
function excessPath(value: unknown, left: Allowance, depth: number): (string | number)[] | undefined {
  if (typeof value === 'string') {
    left.chars -= value.length
    return left.chars < 0 ? [] : undefined
  }
  if (typeof value !== 'object' || value === null) return undefined
  const isList = Array.isArray(value)
  if (!isList && !isPlain(value)) return undefined
  const names = isList ? undefined : Object.keys(value)
  if (names && hasMethod(value, names)) return undefined
  const length = isList ? value.length : (names?.length ?? 0)
  left.values -= length
  if (left.values < 0 || depth === maxDepth) return []
  for (let index = 0; index < length; index++) {
    const name = names?.[index] ?? index
    if (typeof name === 'string') left.chars -= name.length
    if (left.chars < 0) return []
    const within = excessPath((value as Record<string | number, unknown>)[name], left, depth + 1)
    if (within) return [name, ...within]
  }
  return undefined
}

/** Checks for a port that is an object literal, such as an adapter: no JSON has a method. */
const hasMethod = (value: object, names: readonly string[]): boolean =>
  names.length <= maxPortMembers &&
  names.some((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function')

/** The number of members that a port has at most, methods included. */
const maxPortMembers = 100

/** Checks for an object literal or parsed JSON, of any realm. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
