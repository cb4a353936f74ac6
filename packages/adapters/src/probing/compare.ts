import { defined } from '@telltale/core/ports'
import { type AnswerCondition, type Comparisons, comparisonNames, type PlainValue } from './condition.js'
import { matchesPattern, patternOf, preparePattern } from './pattern.js'
import { quote } from './quote.js'

/** A comparison, by its name. */
type Comparison = (typeof comparisonNames)[number]

/** A decimal number as a text. */
const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i

/** Returns a number, also one that is given as a text; `undefined` for anything else. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return typeof value === 'string' && decimal.test(value) ? Number(value) : undefined
}

/** Compares two plain values; a number is the same as its text. */
function isSame(found: unknown, wanted: PlainValue): boolean {
  if (found === wanted) return true
  const isMixed = typeof found !== typeof wanted
  return isMixed && found !== null && numberOf(wanted) !== undefined && numberOf(found) === numberOf(wanted)
}

function lengthOf(value: unknown): number | undefined {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : undefined
}

const isWithin = (
  value: number | undefined,
  { atLeast = Number.NEGATIVE_INFINITY, atMost = Number.POSITIVE_INFINITY },
): boolean => value !== undefined && value >= atLeast && value <= atMost

function contains(found: unknown, wanted: string | number | boolean): boolean {
  if (Array.isArray(found)) return found.some((item) => isSame(item, wanted))
  return typeof found === 'string' && found.includes(String(wanted))
}

function matches(found: unknown, given: string | RegExp): boolean {
  const pattern = patternOf(given)
  if (!(pattern instanceof RegExp) || !/^(string|number|boolean)$/.test(typeof found)) return false
  return matchesPattern(pattern, String(found))
}

/** Tells whether one comparison holds for what was found. A path that leads to nothing gives an empty list. */
function satisfies(found: unknown, name: Comparison, wanted: Comparisons): boolean {
  const {
    equals,
    oneOf = [],
    contains: part = '',
    matches: pattern = '',
    exists,
    length,
    atLeast,
    atMost,
  } = wanted
  switch (name) {
    case 'equals':
      return equals !== undefined && isSame(found, equals)
    case 'oneOf':
      return oneOf.some((each) => isSame(found, each))
    case 'contains':
      return contains(found, part)
    case 'matches':
      return matches(found, pattern)
    case 'exists':
      return (found !== undefined && !(Array.isArray(found) && found.length === 0)) === exists
    case 'length':
      return typeof length === 'number' ? lengthOf(found) === length : isWithin(lengthOf(found), length ?? {})
    case 'atLeast':
      return atLeast !== undefined && isWithin(numberOf(found), { atLeast })
    case 'atMost':
      return atMost !== undefined && isWithin(numberOf(found), { atMost })
  }
}

const limitWords = ({ atLeast, atMost }: { readonly atLeast?: number; readonly atMost?: number }): string =>
  [atLeast === undefined ? '' : `at least ${atLeast}`, atMost === undefined ? '' : `at most ${atMost}`]
    .filter((words) => words !== '')
    .join(' and ')

/** Returns what one comparison wants, in words. */
function comparisonWords(name: Comparison, wanted: Comparisons): string {
  const { oneOf = [], matches: pattern, exists, length } = wanted
  switch (name) {
    case 'oneOf':
      return `to be one of ${quote(JSON.stringify(oneOf).slice(1, -1)).slice(1, -1).replaceAll('\\"', '"')}`
    case 'contains':
      return `to contain ${shown(wanted.contains)}`
    case 'matches':
      return `to match ${String(pattern)}`
    case 'exists':
      return exists ? 'to be there' : 'to be missing'
    case 'length':
      return `to have a length of ${typeof length === 'number' ? length : limitWords(length ?? {})}`
    case 'equals':
      return `to be ${shown(wanted.equals)}`
    default:
      return `to be ${limitWords(defined(name === 'atLeast' ? { atLeast: wanted.atLeast } : { atMost: wanted.atMost }))}`
  }
}

const shown = (value: unknown): string => (typeof value === 'string' ? quote(value) : JSON.stringify(value))

/** Returns what was found, in words: quoted where that is allowed, or else what kind of value it is. */
function foundWords(found: unknown, isShown: boolean): string {
  if (found === undefined) return 'missing'
  if (isShown)
    return typeof found === 'string'
      ? quote(found)
      : quote(JSON.stringify(found)).slice(1, -1).replaceAll('\\"', '"')
  if (found === null) return 'null'
  if (Array.isArray(found)) return `a list of ${found.length}`
  return (
    { string: 'another text', number: 'another number', boolean: 'the other' }[typeof found as string] ??
    'an object'
  )
}

/** Loads the patterns of conditions, before the stopwatch runs. */
export async function preparePatterns(conditions: readonly AnswerCondition[]): Promise<void> {
  for (const { matches: wanted, not } of conditions)
    for (const given of [wanted, not?.matches]) {
      const pattern = given === undefined ? undefined : patternOf(given)
      if (pattern instanceof RegExp) await preparePattern(pattern)
    }
}

/**
 * Returns the message of a condition that does not hold, or `undefined`. What was found is quoted where `isShown` allows
 * it.
 */
export function conditionProblem(
  subject: string,
  { not = {}, otherwise: _, ...wanted }: AnswerCondition,
  found: unknown,
  isShown: boolean,
): string | undefined {
  const broken = comparisonNames.find((each) => each in wanted && !satisfies(found, each, wanted))
  const forbidden = comparisonNames.find((each) => each in not && satisfies(found, each, not))
  const words = broken
    ? comparisonWords(broken, wanted as Comparisons)
    : forbidden && `not ${comparisonWords(forbidden, not)}`
  if (words === undefined) return undefined
  // Of a body it is plain that it is a text.
  const came = subject === 'the body' && !isShown ? '' : `, it is ${foundWords(found, isShown)}`
  return `expected ${subject} ${words}${came}`
}
