import { z } from 'zod'
import type { Issue, OptionCheck } from './check.js'

/** Makes the zod schema of a check, for what services take and keep of an engine. */
export function schemaOf<Value>(check: OptionCheck<Value>): z.ZodType<Value, Value> {
  return z.transform((value: Value, context) => {
    const issues: Issue[] = []
    const checked = check(value, issues)
    for (const issue of issues) context.addIssue({ code: 'custom', ...issue, input: value })
    return issues.length > 0 ? z.NEVER : checked
  })
}
