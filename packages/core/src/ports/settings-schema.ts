import type { z } from 'zod'
import { checkOf, type Issue } from '../options/index.js'
import type { StandardResult, StandardSchema } from './standard-schema.js'

/** Makes a schema of the settings of a probe from one of zod, with messages in the words of this house. */
export function settingsSchema<Schema extends z.ZodType>(
  schema: Schema,
): StandardSchema<z.output<Schema>, z.input<Schema>> {
  const check = checkOf(schema)
  const validate = (value: unknown): StandardResult<z.output<Schema>> => {
    const issues: Issue[] = []
    const checked = check(value, issues)
    return issues.length > 0 ? { issues } : { value: checked }
  }
  return { '~standard': { version: 1, vendor: 'telltale', validate } }
}
