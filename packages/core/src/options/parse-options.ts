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
    if (!result.success) issues.push(...result.error.issues.map((issue) => describe(issue, value)))
    return result.data as z.output<Schema>
  }
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
