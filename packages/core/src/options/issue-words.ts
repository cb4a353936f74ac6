import type { z } from 'zod'
import { excerpt, quoteName } from '../errors/index.js'
import { unknownNames } from './near-name.js'

/** The types that zod names, in words. */
const typeWords: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
  date: 'a Date',
}

/**
 * Words an issue of zod in this house's way: what was expected, what came, and the name that was most likely meant. It is
 * an error map; a schema's own words come before it.
 */
export const wordsOf: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === 'unrecognized_keys') {
    const { shape = {} } = (issue.inst?._zod.def ?? {}) as { readonly shape?: object }
    return unknownNames('option', issue.keys, Object.keys(shape))
  }
  if (issue.code === 'invalid_value')
    return `expected one of ${issue.values.map(quoteValue).join(', ')}${got(issue)}`
  if (issue.code === 'too_small' || issue.code === 'too_big')
    return `expected ${limitWords(issue)}${got(issue)}`
  // Words that a schema has of its own come before these, and a union is told by the branch that was meant.
  if (['custom', 'invalid_union', 'invalid_key'].includes(issue.code)) return undefined
  return `expected ${expectedIn(issue)}${got(issue)}`
}

/** Says what was expected by an issue of any other kind, so that none is told in the words of zod. */
function expectedIn(issue: z.core.$ZodRawIssue): string {
  if (issue.code === 'invalid_type')
    return `${typeWords[issue.expected] ?? `a ${issue.expected}`}${optionNames(issue)}`
  if (issue.code === 'invalid_format') return formatWords[issue.format] ?? 'a text of another form'
  if (issue.code === 'not_multiple_of') return `a multiple of ${issue.divisor}`
  return 'another value'
}

/** The formats of texts that zod names, in words. */
const formatWords: Readonly<Record<string, string>> = {
  url: 'a URL',
  email: 'an e-mail address',
  uuid: 'a UUID',
  datetime: 'a time in ISO 8601',
  date: 'a date such as 2026-03-31',
}

/** Names the first options of a call that got something else in their place, such as an id. */
function optionNames({ path = [], inst }: z.core.$ZodRawIssue): string {
  const { shape = {} } = (inst?._zod.def ?? {}) as { readonly shape?: object }
  const names = path.length === 0 ? Object.keys(shape) : []
  const more = names.length > maxOptionNames ? ', …' : ''
  return names.length === 0 ? '' : ` such as { ${names.slice(0, maxOptionNames).join(', ')}${more} }`
}

/** The number of options that a message names where none of them came. */
const maxOptionNames = 3

const quoteValue = (value: unknown): string => (typeof value === 'string' ? quoteName(value) : String(value))

/** Says what came in place of the expected, unless nothing did: then the option is said to be required. */
const got = ({ input }: { readonly input?: unknown }): string =>
  input === undefined ? '' : `, got ${excerpt(input)}`

type LimitIssue = z.core.$ZodRawIssue<z.core.$ZodIssueTooBig> | z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>

function limitWords(issue: LimitIssue): string {
  const units: Readonly<Record<string, string>> = { string: ' characters', array: ' items', set: ' items' }
  const [bound, loose, strict] =
    issue.code === 'too_big'
      ? [issue.maximum, 'at most', 'less than']
      : [issue.minimum, 'at least', 'more than']
  return `${issue.inclusive === false ? strict : loose} ${bound}${units[issue.origin] ?? ''}`
}
