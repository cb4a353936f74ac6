import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import { patternIssue } from '../probing/pattern.js'
import { isSingularPath } from './json-path.js'

/** The part of a response that an assertion is about. */
export type AssertionSubject = 'status' | 'header' | 'body' | 'json' | 'certificateDaysLeft' | 'latencyMs'

/**
 * A condition on the response; a check whose response does not meet it fails with kind `assertion`. It names its subject in
 * `of`, and one comparison:
 *
 * - `status`, `certificateDaysLeft` and `latencyMs` are numbers: `equals`, `atLeast`, `atMost`
 * - a `header`, by its `name`, and the `body` are texts: `equals`, `contains`, `matches`
 * - a `json` value, by its `path` in the body, is of any type: any comparison, numbers with `atLeast` and `atMost`, texts
 *   with `contains` and `matches`; `contains` also finds an item of a list
 */
export interface HttpAssertion {
  /** The subject. */
  readonly of: AssertionSubject
  /** The name of the header; only with `of: 'header'`. */
  readonly name?: string
  /** The path in the JSON, as a singular query of RFC 9535 such as `$.queues[0].length`; only with `of: 'json'`. */
  readonly path?: string
  /** Holds when the subject is exactly this. */
  readonly equals?: string | number | boolean
  /** Holds when the subject contains this text, or this item. */
  readonly contains?: string
  /**
   * Holds when the subject matches this pattern. RE2 runs it, whose time grows with the text alone: so it cannot look
   * around (`(?=…)`) or refer back (`\1`), and the text has up to 2^20 characters, fewer for a large pattern.
   */
  readonly matches?: RegExp
  /** Holds when the subject is this number or more. */
  readonly atLeast?: number
  /** Holds when the subject is this number or less. */
  readonly atMost?: number
}

/** A comparison, by its option. */
export type Comparison = 'equals' | 'contains' | 'matches' | 'atLeast' | 'atMost'

const numbers: readonly Comparison[] = ['equals', 'atLeast', 'atMost']
const texts: readonly Comparison[] = ['equals', 'contains', 'matches']

/** The comparisons that each subject allows. */
const comparisons: Readonly<Record<AssertionSubject, readonly Comparison[]>> = {
  status: numbers,
  certificateDaysLeft: numbers,
  latencyMs: numbers,
  header: texts,
  body: texts,
  json: ['equals', 'contains', 'matches', 'atLeast', 'atMost'],
}

const allComparisons = comparisons.json

/** Returns the comparison of an assertion. */
export const comparisonOf = (assertion: HttpAssertion): Comparison | undefined =>
  allComparisons.find((name) => assertion[name] !== undefined)

const subjects = ['status', 'header', 'body', 'json', 'certificateDaysLeft', 'latencyMs'] as const

const shape = z.strictObject({
  of: z.enum(subjects),
  name: z.string().min(1).max(200).exactOptional(),
  path: z
    .string()
    .max(1_000)
    .refine((path) => isSingularPath(path), {
      error: "expected a path to one value such as $.queues[0]['length']",
    })
    .exactOptional(),
  equals: z
    .union([z.string().max(100_000), z.number(), z.boolean()], 'expected a text, a number or a boolean')
    .exactOptional(),
  contains: z.string().min(1).max(100_000).exactOptional(),
  matches: z
    .instanceof(RegExp, { error: 'expected a regular expression' })
    .superRefine((pattern, context) => {
      const message = patternIssue(pattern)
      if (message !== undefined) context.addIssue({ code: 'custom', message })
    })
    .exactOptional(),
  atLeast: z.number().exactOptional(),
  atMost: z.number().exactOptional(),
} satisfies OptionsShape<HttpAssertion>)

/** Checks an {@link HttpAssertion}. */
export const assertionSchema = shape.superRefine((assertion, context) => {
  const { of, name, path, equals } = assertion
  const refuse = (message: string) => context.addIssue({ code: 'custom', message })
  if ((of === 'header') !== (name !== undefined)) refuse("expected a 'name' for a header, and for it alone")
  if ((of === 'json') !== (path !== undefined)) refuse("expected a 'path' for json, and for it alone")
  const given = allComparisons.filter((comparison) => assertion[comparison] !== undefined)
  const known = comparisons[of]
  if (given.length !== 1 || !given.every((comparison) => known.includes(comparison)))
    return refuse(`expected one comparison for ${of}: ${known.join(', ')}`)
  const type = known === numbers ? 'number' : known === texts ? 'string' : undefined
  if (equals !== undefined && type && typeof equals !== type)
    refuse(`expected ${of} to equal a ${type === 'string' ? 'text' : type}`)
})
