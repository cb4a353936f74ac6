import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import { parseJsonPath } from './json-path.js'

/** What an assertion can look at. */
export type AssertionSubject = 'status' | 'header' | 'body' | 'json' | 'certificateDaysLeft' | 'latencyMs'

/**
 * What must hold of an answer; a check whose answer came, but is not so, fails with kind `assertion`. It says what it
 * looks at, and one comparison with what is there:
 *
 * - `status`, `certificateDaysLeft` and `latencyMs` are numbers: `equals`, `atLeast`, `atMost`
 * - a `header`, by its `name`, and the `body` are texts: `equals`, `contains`, `matches`
 * - a `json` value, by its `path` in the body, is whatever stands there: any comparison, numbers with `atLeast` and
 *   `atMost`, texts with `contains` and `matches`; `contains` also looks for an item of a list
 */
export interface HttpAssertion {
  readonly of: AssertionSubject
  /** Which header. */
  readonly name?: string
  /** Where in the JSON, as a singular query of RFC 9535 such as `$.queues[0].length`. */
  readonly path?: string
  /** It is just this. */
  readonly equals?: string | number | boolean
  /** It holds this text, or has this item. */
  readonly contains?: string
  /** It matches this pattern, which runs against what a stranger may have sent: let it be one that cannot run away. */
  readonly matches?: RegExp
  /** It is this number or more. */
  readonly atLeast?: number
  /** It is this number or less. */
  readonly atMost?: number
}

/** A way to compare, by its option. */
export type Comparison = 'equals' | 'contains' | 'matches' | 'atLeast' | 'atMost'

const numbers: readonly Comparison[] = ['equals', 'atLeast', 'atMost']
const texts: readonly Comparison[] = ['equals', 'contains', 'matches']

/** Which comparisons a subject knows. */
const comparisons: Readonly<Record<AssertionSubject, readonly Comparison[]>> = {
  status: numbers,
  certificateDaysLeft: numbers,
  latencyMs: numbers,
  header: texts,
  body: texts,
  json: ['equals', 'contains', 'matches', 'atLeast', 'atMost'],
}

const allComparisons = comparisons.json

/** Returns the one comparison of an assertion. */
export const comparisonOf = (assertion: HttpAssertion): Comparison | undefined =>
  allComparisons.find((name) => assertion[name] !== undefined)

const subjects = ['status', 'header', 'body', 'json', 'certificateDaysLeft', 'latencyMs'] as const

const shape = z.strictObject({
  of: z.enum(subjects),
  name: z.string().min(1).exactOptional(),
  path: z
    .string()
    .refine((path) => parseJsonPath(path) !== undefined, {
      error: "expected a path to one value such as $.queues[0]['length']",
    })
    .exactOptional(),
  equals: z
    .union([z.string(), z.number(), z.boolean()], 'expected a text, a number or a boolean')
    .exactOptional(),
  contains: z.string().min(1).exactOptional(),
  matches: z.instanceof(RegExp, { error: 'expected a regular expression' }).exactOptional(),
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
