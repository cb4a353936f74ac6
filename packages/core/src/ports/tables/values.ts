import { excerpt, ValidationError, type ValidationIssue } from '../../errors/index.js'
import type { Column, ColumnType } from '../column.js'
import type { Columns } from './definition.js'

/** The first and the last millisecond of the years 1 to 9999. */
const [firstTime, lastTime] = [-62_135_596_800_000, 253_402_300_799_999]

/** Any surrogate, of a pair or alone. Most texts have none, so this quick test comes first. */
const anySurrogate = /[\ud800-\udfff]/

const isText = (value: unknown): value is string =>
  typeof value === 'string' &&
  !value.includes('\0') &&
  !(anySurrogate.test(value) && /\p{Surrogate}/u.test(value))

/** PGlite takes a U+FEFF at the beginning of a text for a byte order mark, and drops it. */
const isColumnText = (value: unknown): boolean => isText(value) && !value.startsWith('\ufeff')

const isUuid = (value: unknown): boolean =>
  typeof value === 'string' && /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value)

/** The limit on digits of a decimal: more than any amount has, and few enough for an index of PostgreSQL. */
const maxDecimalDigits = 1_000

const isDecimal = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.length <= maxDecimalDigits + 2 &&
  value.replace(/[-.]/g, '').length <= maxDecimalDigits &&
  /^(?!-0(?:\.0+)?$)-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value)

const fits: Readonly<Record<Exclude<ColumnType, 'json'>, (value: unknown) => boolean>> = {
  text: isColumnText,
  integer: Number.isSafeInteger,
  real: Number.isFinite,
  boolean: (value) => typeof value === 'boolean',
  time: (value) => Number.isSafeInteger(value) && firstTime <= Number(value) && Number(value) <= lastTime,
  decimal: isDecimal,
}

const wanted: Readonly<Record<ColumnType, string>> = {
  text: 'well-formed text without U+0000, and without U+FEFF at its beginning',
  integer: 'a whole number of at most ±(2^53 - 1)',
  real: 'a finite number',
  boolean: 'true or false',
  time: 'whole epoch milliseconds within the years 1 to 9999',
  decimal: "a plain decimal of at most 1,000 digits in a string, such as '-12.50'",
  json: 'plain JSON other than null, at most 100 levels deep',
}

/** The depth limit of JSON: deeper than any record, less than parsers take. It also stops at circular values. */
export const maxJsonDepth = 100

function isJson(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return isText(value)
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value === 'boolean' || value === null) return true
  if (typeof value !== 'object' || depth === maxJsonDepth) return false
  if (Array.isArray(value)) return Array.from(value).every((item) => isJson(item, depth + 1))
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return false
  return Object.entries(value).every(
    ([key, item]) => isText(key) && (item === undefined || isJson(item, depth + 1)),
  )
}

/** Explains why a value does not fit a column of this type; returns `undefined` when it fits. */
export function misfit(type: ColumnType, value: unknown): string | undefined {
  const isFit = type === 'json' ? value !== null && isJson(value) : fits[type](value)
  return isFit ? undefined : `expected ${wanted[type]}, got ${excerpt(value)}`
}

/** A row of any columns. */
export type Row = Readonly<Record<string, unknown>>

const isDefined = ([, member]: readonly [string, unknown]): boolean => member !== undefined

/**
 * Copies plain JSON as `JSON.parse(JSON.stringify(value))` would, without members that are `undefined`. Spreading keeps
 * the hidden class, and strings are not copied, so that many rows share both.
 */
function copyJson(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value
  if (Array.isArray(value)) return value.map(copyJson)
  const copy: Record<string, unknown> = { ...value }
  for (const name of Object.keys(copy)) {
    const member = copy[name]
    if (member === undefined) return copyJson(Object.fromEntries(Object.entries(copy).filter(isDefined)))
    if (typeof member === 'object' || member === 0) copy[name] = copyJson(member)
  }
  return copy
}

/** Copies a value. Negative zero becomes 0 in every column, as in JSON. */
const copyValue = (type: ColumnType, value: unknown): unknown =>
  type === 'json' ? copyJson(value) : value === 0 ? 0 : value

/**
 * Checks and copies a value as a row of these columns, without the keys that hold `undefined`.
 *
 * @param call - the function that was called, which begins the message of an error.
 * @throws `ValidationError` naming every column that does not fit.
 */
export function readRow(call: string, columns: Columns, value: unknown): Row {
  if (typeof value !== 'object' || value === null)
    throw new ValidationError(call, [{ path: '', message: `expected an object, got ${excerpt(value)}` }])
  const row = value as Row
  const copy: Record<string, unknown> = {}
  const issues: ValidationIssue[] = []
  for (const path in columns) {
    const { type, optional } = columns[path] as Column
    const value = row[path]
    const message = value === undefined ? (optional ? undefined : 'is required') : misfit(type, value)
    if (message) issues.push({ path, message })
    else if (value !== undefined) copy[path] = copyValue(type, value)
  }
  for (const path of Object.keys(row))
    if (!Object.hasOwn(columns, path) && row[path] !== undefined)
      issues.push({ path, message: 'is not a column' })
  if (row.ownerId === '') issues.push({ path: 'ownerId', message: 'expected an owner' })
  if (issues.length > 0) throw new ValidationError(call, issues)
  return copy
}

/**
 * Checks and copies a value as a record of these columns, without the keys that hold `undefined`.
 *
 * @param call - the function that was called, which begins the message of an error.
 * @throws `ValidationError` naming every column that does not fit.
 */
export function readRecord(call: string, columns: Columns, value: unknown): Row {
  const record = readRow(call, columns, value)
  const issues: ValidationIssue[] = []
  for (const path in columns)
    if ((path === 'id' || columns[path]?.references) && path in record && !isUuid(record[path]))
      issues.push({ path, message: 'expected a UUID in lower case' })
  if (Number(record.version) < 1) issues.push({ path: 'version', message: 'expected at least 1' })
  if (issues.length > 0) throw new ValidationError(call, issues)
  return record
}

/** Copies a stored row for the caller, with the columns in `fields` only when given. */
export function copyRow(columns: Columns, row: Row, fields: Iterable<string> = Object.keys(row)): Row {
  const copy: Record<string, unknown> = {}
  for (const name of fields)
    if (row[name] !== undefined) copy[name] = copyValue(columns[name]?.type ?? 'json', row[name])
  return copy
}
