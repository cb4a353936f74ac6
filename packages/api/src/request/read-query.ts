import { ValidationError } from '@telltale/core/errors'

/** The type of a parameter of a query. */
export type QueryType = 'text' | 'integer' | 'number' | 'boolean' | 'time'

/** The parameters of a query by name. */
export type QueryTypes = Readonly<Record<string, QueryType>>

/** The parameters of a page of a list. */
const pageQuery = { limit: 'integer', after: 'text' } satisfies QueryTypes

/** The parameters of a page of a list of records. */
export const listQuery = { ...pageQuery, total: 'boolean' } satisfies QueryTypes

/** The parameters of a span. */
export const spanQuery = { from: 'time', to: 'time' } satisfies QueryTypes

/** The parameters of a page of a history. */
export const historyQuery = { ...pageQuery, ...spanQuery } satisfies QueryTypes

const words: Readonly<Record<QueryType, string>> = {
  text: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: '`true` or `false`',
  time: 'a time of ISO 8601, or epoch milliseconds',
}

/**
 * Reads a query as its types say.
 *
 * @throws `ValidationError` for a parameter that is not known, is given twice, or is not of its type.
 */
export function readQuery(query: URLSearchParams, types: QueryTypes): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  const issues: { readonly path: string; readonly message: string }[] = []
  for (const [name, text] of query) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined
    if (type === undefined) {
      issues.push({
        path: name,
        message: `is no parameter; there are: ${Object.keys(types).join(', ') || 'none'}`,
      })
      continue
    }
    const value = Object.hasOwn(read, name) ? undefined : readValue(text, type)
    if (value === undefined) issues.push({ path: name, message: `expected ${words[type]}, once` })
    else read[name] = value
  }
  if (issues.length > 0) throw new ValidationError('the query', issues)
  return read
}

const isDecimal = /^-?\d{1,20}(\.\d{1,20})?$/

function readValue(text: string, type: QueryType): unknown {
  switch (type) {
    case 'text':
      return text
    case 'integer':
      return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined
    case 'number':
      return isDecimal.test(text) ? Number(text) : undefined
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined
    case 'time':
      return readTime(text)
  }
}

const isIsoTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/

/** Reads a time of ISO 8601 with its zone, a date, or epoch milliseconds; `undefined` for anything else. */
export function readTime(text: string): number | undefined {
  if (/^-?\d{1,16}$/.test(text)) return Number(text)
  const time = isIsoTime.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}
