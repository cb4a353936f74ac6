import type { z } from 'zod'
import type { Issue, OptionCheck } from './check.js'
import { checkOptions } from './check-options.js'
import { wordsOf } from './issue-words.js'
import type { SizeLimits } from './size-issue.js'

/**
 * The type of a private zod shape that fits a hand-written options interface: `{ … } satisfies OptionsShape<Options>`
 * does not compile when a member is missing, extra or of another type.
 */
export type OptionsShape<Options> = {
  [Name in keyof Options]-?: z.ZodType<unknown, Options[Name] | undefined>
}

/**
 * Checks the options of a public call once, and returns them with defaults filled in.
 *
 * @param where - the function that was called, which begins the message.
 * @param size - the limits on the size of the options as a whole.
 * @throws `ValidationError` naming every option that is wrong and what was expected, whatever was passed in.
 */
export function parseOptions<Schema extends z.ZodType>(
  where: string,
  schema: Schema,
  options: unknown,
  size: SizeLimits = {},
): z.output<Schema> {
  return checkOptions(where, checkOf(schema), options, size)
}

/** Returns a zod schema as a check. */
export function checkOf<Schema extends z.ZodType>(schema: Schema): OptionCheck<z.output<Schema>> {
  return (value, issues) => {
    const result = schema.safeParse(value, { error: wordsOf })
    if (!result.success)
      issues.push(...result.error.issues.flatMap(innerIssues).map((issue) => describe(issue, value)))
    return result.data as z.output<Schema>
  }
}

/** The word of zod for a union without words of its own. */
const noWords = 'Invalid input'

/** Returns what is wrong within a union or a name: of the branches of a union, that which is meant by its type. */
function innerIssues(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  const within = (inner: readonly z.core.$ZodIssue[]) =>
    inner.flatMap((each) => innerIssues({ ...each, path: [...issue.path, ...each.path] }))
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ code: 'custom', path: issue.path, message }))
  if (issue.code !== 'invalid_union' || issue.message !== noWords) return [issue]
  const meant = issue.errors.find((branch) =>
    branch.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  )
  return meant ? within(meant) : [{ ...issue, message: 'expected another value' }]
}

function describe(issue: z.core.$ZodIssue, options: unknown): Issue {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)))
  if (['custom', 'invalid_union', 'unrecognized_keys'].includes(issue.code ?? ''))
    return { path, message: issue.message }
  const given = issue.path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    options,
  )
  return { path, message: given === undefined ? `is required (${issue.message})` : issue.message }
}
