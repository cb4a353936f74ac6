import { z } from 'zod'
import { ValidationError, type ValidationIssue } from '../errors/index.js'
import { type Duration, durationHint, readDuration } from '../time/index.js'
import { parseUrl } from './parse-url.js'

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
 * @throws `ValidationError` naming every option that is wrong and what was expected.
 */
export function parseOptions<Schema extends z.ZodType>(
  where: string,
  schema: Schema,
  options: unknown,
): z.output<Schema> {
  const result = schema.safeParse(options)
  if (result.success) return result.data
  throw new ValidationError(
    where,
    result.error.issues.map((issue) => describe(issue, options)),
  )
}

function describe(issue: z.core.$ZodIssue, options: unknown): ValidationIssue {
  const path = issue.path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  )
  if (issue.code === 'unrecognized_keys')
    return { path, message: `unknown option ${issue.keys.map((key) => `'${key}'`).join(', ')}` }
  if (issue.code === 'custom' || issue.code === 'invalid_union') return { path, message: issue.message }
  const given = issue.path.reduce<unknown>(
    (value, part) => (value as Record<PropertyKey, unknown> | undefined)?.[part],
    options,
  )
  return { path, message: given === undefined ? `is required (${issue.message})` : issue.message }
}

/** Makes the schema of a duration option such as `'30s'`: it parses into milliseconds, from `minMs` to `maxMs`. */
export function durationOption({
  minMs = 1,
  maxMs = Number.MAX_SAFE_INTEGER,
} = {}): z.ZodType<number, Duration> {
  return z
    .custom<Duration>((value) => readDuration(value) !== undefined, {
      error: (issue) => `${durationHint}, got ${JSON.stringify(issue.input)}`,
    })
    .transform((value, context) => {
      const ms = readDuration(value) ?? Number.NaN
      if (ms >= minMs && ms <= maxMs) return ms
      context.addIssue({
        code: 'custom',
        message: `expected between ${minMs} ms and ${maxMs} ms, got '${value}'`,
      })
      return z.NEVER
    })
}

function isAbsolute(text: string, anyProtocol: boolean): boolean {
  const url = parseUrl(text)
  return url !== undefined && (anyProtocol || /^https?:$/.test(url.protocol))
}

/** The longest URL, in characters. Many servers refuse longer ones, and storages need not index them. */
const maxUrlChars = 2_048

/** Makes the schema of an absolute URL, of `http:` or `https:` unless `anyProtocol` is set. The text is kept as written. */
export function urlOption({ anyProtocol = false } = {}): z.ZodType<string, string> {
  const expected = anyProtocol ? 'an absolute URL' : 'a URL that begins with http:// or https://'
  return z
    .string({ error: `expected ${expected}` })
    .max(maxUrlChars, { error: `expected at most ${maxUrlChars} characters` })
    .refine((text) => isAbsolute(text, anyProtocol), {
      error: (issue) => `expected ${expected}, got ${JSON.stringify(issue.input)}`,
    })
}
