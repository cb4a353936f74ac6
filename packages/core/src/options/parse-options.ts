import type { z } from 'zod'
import { quoteName, TelltaleError, ValidationError, type ValidationIssue } from '../errors/index.js'
import { type SizeLimits, sizeIssue } from './size-issue.js'

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
  const issues: ValidationIssue[] = []
  try {
    const excess = sizeIssue(options, size)
    if (excess) issues.push({ path: pathText(excess.path), message: excess.message })
    else {
      const result = schema.safeParse(options)
      if (result.success) return result.data
      for (const issue of result.error.issues) issues.push(describe(issue, options))
    }
  } catch (cause) {
    if (TelltaleError.is(cause)) throw cause
    // A getter or a Proxy threw.
    const message = 'expected plain values, got one that cannot be read'
    throw new ValidationError(where, [{ path: '', message }], { cause })
  }
  throw new ValidationError(where, issues)
}

/** The number of unknown options that a message names. */
const maxNamedKeys = 20

const pathText = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  )

function describe(issue: z.core.$ZodIssue, options: unknown): ValidationIssue {
  const path = pathText(issue.path)
  if (issue.code === 'unrecognized_keys')
    return { path, message: `unknown option ${issue.keys.slice(0, maxNamedKeys).map(quoteName).join(', ')}` }
  if (issue.code === 'custom' || issue.code === 'invalid_union') return { path, message: issue.message }
  const given = issue.path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    options,
  )
  return { path, message: given === undefined ? `is required (${issue.message})` : issue.message }
}
