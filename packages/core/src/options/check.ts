import { excerpt, quoteName } from '../errors/index.js'
import type { Defined } from './defined.js'

/** Something that is wrong with a value that was passed in. */
export interface Issue {
  /** The names and positions that lead to the wrong part; empty for the whole value. */
  readonly path: (string | number)[]
  /** The expected value, in words. */
  readonly message: string
}

/**
 * A check of a value that was passed in. It returns the value to go on with, which has its defaults and no unknown
 * members, and adds what is wrong to `issues`. Engines check with these, since zod weighs more in a browser than an
 * engine does.
 */
export type OptionCheck<Value> = (value: unknown, issues: Issue[]) => Value

/**
 * The type of checks that fit a hand-written options interface: `{ … } satisfies CheckShape<Options>` does not compile
 * when a member is missing, extra or of another type.
 */
export type CheckShape<Options> = {
  [Name in keyof Options]-?: OptionCheck<Options[Name] | undefined>
}

type Members = Readonly<Record<string, OptionCheck<unknown>>>

/** The type of an object whose members were checked. */
type Checked<Shape extends Members> = Defined<{
  [Name in keyof Shape]: Shape[Name] extends OptionCheck<infer Value> ? Value : never
}>

/** Adds the issue that a value is not as expected. Nothing uses what it returns, since the call fails. */
export function fail(issues: Issue[], value: unknown, expected: string): never {
  const got =
    value === undefined ? `is required (expected ${expected})` : `expected ${expected}, got ${excerpt(value)}`
  issues.push({ path: [], message: got })
  return undefined as never
}

/** Checks a part of a value. Its issues lead to it. */
export function part<Value>(
  check: OptionCheck<Value>,
  value: unknown,
  key: string | number,
  issues: Issue[],
): Value {
  const count = issues.length
  const checked = check(value, issues)
  for (const { path } of issues.length > count ? issues.slice(count) : []) path.unshift(key)
  return checked
}

/** Makes a check of a value for which a function returns `true`. */
export function custom<Value>(isValid: (value: unknown) => boolean, expected: string): OptionCheck<Value> {
  return (value, issues) => (isValid(value) ? (value as Value) : fail(issues, value, expected))
}

/** Makes a check of something more about a value that has passed another check. Its issue may point to a part. */
export function refine<Value>(
  check: OptionCheck<Value>,
  isValid: (value: Value) => boolean,
  expected: string,
  path: readonly string[] = [],
): OptionCheck<Value> {
  return (value, issues) => {
    const count = issues.length
    const checked = check(value, issues)
    if (issues.length === count && !isValid(checked))
      issues.push({ path: [...path], message: `expected ${expected}` })
    return checked
  }
}

/** Makes a check of a value that may be absent. */
export function optional<Value>(check: OptionCheck<Value>): OptionCheck<Value | undefined> {
  return (value, issues) => (value === undefined ? undefined : check(value, issues))
}

/** Makes a check of a value that is `fallback` where it is absent. */
export function withDefault<Value>(check: OptionCheck<Value>, fallback: Value): OptionCheck<Value> {
  return (value, issues) => (value === undefined ? fallback : check(value, issues))
}

/** The limits of a number, or of a length. */
export interface Limits {
  /** The lowest that is allowed. */
  readonly min?: number
  /** The highest that is allowed. */
  readonly max?: number
  /** The highest that is too low. */
  readonly above?: number
  /** The lowest that is too high. */
  readonly below?: number
}

/** Makes a check of a finite number. */
export function number(limits: Limits = {}): OptionCheck<number> {
  const isValid = (value: unknown) => Number.isFinite(value) && isWithin(value as number, limits)
  return custom(isValid, withLimits('a number', limits))
}

/** Makes a check of a whole number that is exact. */
export function integer(limits: Limits = {}): OptionCheck<number> {
  const isValid = (value: unknown) => Number.isSafeInteger(value) && isWithin(value as number, limits)
  return custom(isValid, withLimits('a whole number', limits))
}

/** Makes a check of a text, whose length may be limited. */
export function text(limits: Limits = {}): OptionCheck<string> {
  const isValid = (value: unknown) => typeof value === 'string' && isWithin(value.length, limits)
  return custom(isValid, withLimits('a string', limits, ' characters'))
}

function isWithin(value: number, limits: Limits): boolean {
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = limits
  return value >= min && value <= max && value > above && value < below
}

function withLimits(kind: string, { min, max, above, below }: Limits, unit = ''): string {
  const limits = Object.entries({ above, 'at least': min, 'at most': max, below })
  const words = limits.flatMap(([word, limit]) => (limit === undefined ? [] : `${word} ${limit}`))
  return words.length > 0 ? `${kind}, ${words.join(' and ')}${unit}` : kind
}

/** Makes a check of a text that matches a regular expression. */
export function pattern(regex: RegExp, expected: string): OptionCheck<string> {
  return custom((value) => typeof value === 'string' && regex.test(value), expected)
}

/** Makes a check of `true` or `false`. */
export function boolean(): OptionCheck<boolean> {
  return custom((value) => typeof value === 'boolean', 'true or false')
}

/** Makes a check of a text that is one of a few. */
export function oneOf<const Value extends string>(values: readonly Value[]): OptionCheck<Value> {
  const words = values.map((value) => `'${value}'`).join(', ')
  return custom((value) => values.includes(value as Value), `one of ${words}`)
}

/** Makes a check of a list. */
export function list<Value>(check: OptionCheck<Value>, expected = 'a list'): OptionCheck<readonly Value[]> {
  return (value, issues) => {
    if (!Array.isArray(value)) return fail(issues, value, expected)
    // A hole in a list is checked as well, which `map` would leave out.
    return Array.from<unknown, Value>(value, (item, index) => part(check, item, index, issues))
  }
}

/** Makes a check of a list of two values. */
export function pair<First, Second>(
  first: OptionCheck<First>,
  second: OptionCheck<Second>,
): OptionCheck<readonly [First, Second]> {
  return (value, issues) =>
    Array.isArray(value) && value.length === 2
      ? [part(first, value[0], 0, issues), part(second, value[1], 1, issues)]
      : fail(issues, value, 'a list of two values')
}

/** Makes a check of an object. Members without a check are left out. */
export function object<const Shape extends Members>(members: Shape): OptionCheck<Checked<Shape>> {
  const checks = Object.entries(members)
  return (value, issues) => {
    if (!isObject(value)) return fail(issues, value, 'an object')
    const checked: Record<string, unknown> = {}
    for (const [name, check] of checks) {
      const member = part(check, value[name], name, issues)
      if (member !== undefined) checked[name] = member
    }
    return checked as Checked<Shape>
  }
}

/** The number of unknown options that a message names. */
const maxNamedKeys = 20

/** Makes a check of an object, such as options, in which every member must be known. */
export function strictObject<const Shape extends Members>(members: Shape): OptionCheck<Checked<Shape>> {
  const check = object(members)
  return (value, issues) => {
    const checked = check(value, issues)
    const unknown = isObject(value) ? Object.keys(value).filter((name) => !Object.hasOwn(members, name)) : []
    // Engines are light: they list what there is, where services find the name that was meant.
    const names = unknown.slice(0, maxNamedKeys).map(quoteName).join(', ')
    if (names)
      issues.push({
        path: [],
        message: `unknown option ${names}; there are: ${Object.keys(members).join(', ')}`,
      })
    return checked
  }
}

/** Makes a check of an object by whose names values are found. */
export function record<Name extends string, Value>(
  nameCheck: OptionCheck<Name>,
  check: OptionCheck<Value>,
): OptionCheck<Readonly<Record<Name, Value>>> {
  return (value, issues) => {
    if (!isObject(value)) return fail(issues, value, 'an object')
    const entries = Object.entries(value).map(([name, item]) => [
      part(nameCheck, name, name, issues),
      part(check, item, name, issues),
    ])
    // Unlike an assignment, this keeps a member `__proto__` a mere member.
    return Object.fromEntries(entries)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
