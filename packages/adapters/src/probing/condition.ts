import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import { patternIssue, patternOf } from './pattern.js'

/** A plain value that a part of the answer is compared with. */
export type PlainValue = string | number | boolean | null

/** Comparisons of a part of the answer, all of which have to hold. A number given as a text counts as the number. */
export interface Comparisons {
  /** The value that it has to be. */
  readonly equals?: PlainValue
  /** The values of which it has to be one. */
  readonly oneOf?: readonly PlainValue[]
  /** A text that it has to contain; of a list, an item. */
  readonly contains?: string | number | boolean
  /**
   * A pattern that it has to match, as a `RegExp` or its text, with flags in front: `'(?i)ready'`. RE2 runs it, whose time
   * grows with the text alone: so it cannot look around (`(?=…)`) or refer back (`\\1`).
   */
  readonly matches?: string | RegExp
  /** `true` when it has to be there, whatever it is, `false` when it must not. */
  readonly exists?: boolean
  /** The number of characters of a text, of items of a list, or of members of an object. */
  readonly length?: number | { readonly atLeast?: number; readonly atMost?: number }
  /** The lowest number that it may be. */
  readonly atLeast?: number
  /** The highest number that it may be. */
  readonly atMost?: number
}

/** A condition on a part of the answer. */
export interface AnswerCondition extends Comparisons {
  /** Comparisons none of which may hold. */
  readonly not?: Comparisons
  /** The result when it does not hold: a `degraded` check counts as up. @default 'failed' */
  readonly otherwise?: 'failed' | 'degraded'
}

/** One condition, or several that all have to hold. */
export type Conditions = AnswerCondition | readonly AnswerCondition[]

/** The names of the comparisons. */
export const comparisonNames = [
  'equals',
  'oneOf',
  'contains',
  'matches',
  'exists',
  'length',
  'atLeast',
  'atMost',
] as const satisfies readonly (keyof Comparisons)[]

const plain = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()], {
  error: 'expected a text, a number, true, false or null',
})

const limits = z
  .strictObject({ atLeast: z.number().exactOptional(), atMost: z.number().exactOptional() })
  .refine((given) => Object.keys(given).length > 0, 'expected `atLeast`, `atMost` or both')

const pattern = z
  .union([z.string(), z.instanceof(RegExp)], 'expected a pattern, as a text or a regular expression')
  .superRefine((given, context) => {
    const read = patternOf(given)
    const message = read instanceof RegExp ? patternIssue(read) : read
    if (message !== undefined) context.addIssue({ code: 'custom', message })
  })

const comparisons = {
  equals: plain.exactOptional(),
  oneOf: z.array(plain).min(1).max(1_000).exactOptional(),
  contains: z
    .union([z.string().min(1).max(20_000), z.number(), z.boolean()], 'expected a text that is not empty')
    .exactOptional(),
  matches: pattern.exactOptional(),
  exists: z.boolean().exactOptional(),
  length: z.union([z.int().min(0), limits], 'expected a number, or { atLeast, atMost }').exactOptional(),
  atLeast: z.number().exactOptional(),
  atMost: z.number().exactOptional(),
} satisfies OptionsShape<Comparisons>

const hasComparison = (given: object): boolean => comparisonNames.some((name) => name in given)

const condition = z
  .strictObject({
    ...comparisons,
    not: z
      .strictObject(comparisons)
      .refine(hasComparison, `expected at least one of: ${comparisonNames.join(', ')}`)
      .exactOptional(),
    otherwise: z.enum(['failed', 'degraded']).exactOptional(),
  } satisfies OptionsShape<AnswerCondition>)
  .refine((given) => hasComparison(given) || given.not !== undefined, {
    error: `expected at least one of: ${comparisonNames.join(', ')}, not`,
  })

/** The schema of {@link Conditions}. It gives a list. */
export const conditionsSchema = z.union([
  condition.transform((one) => [one]),
  z.array(condition).min(1).max(20),
])
