import { z } from 'zod'

/** The schemas of rows by the name of their table: what a row means, beyond the types of its columns. */
export type RowSchemas = Readonly<Record<string, z.ZodType>>

/** The schema of a figure that is not negative, such as a duration or a count. */
export const amountColumn = z.number().min(0)

/** The schema of the id of a record. */
export const idColumn = z.uuid({ error: 'expected the id of a record' })

/** Adds the issues that another schema finds in a value, so that a stored row meets the same checks as an option. */
export function checkBy(
  schema: z.ZodType,
  value: unknown,
  context: z.RefinementCtx,
  path: readonly PropertyKey[] = [],
): void {
  const { error } = schema.safeParse(value)
  for (const issue of error?.issues ?? [])
    context.addIssue({ code: 'custom', path: [...path, ...issue.path], message: issue.message })
}

/** Makes the schema of the states of rules that are stored with a subject, given that of one condition. */
export const ruleStatesColumn = (part: z.ZodType): z.ZodType =>
  z
    .record(
      idColumn,
      z.strictObject({
        revision: z.int().min(1),
        parts: z.array(part).max(20),
        holds: z.boolean(),
        alertId: idColumn.optional(),
        clearSince: z.number().optional(),
        firedAt: z.number().optional(),
        grade: z.string().optional(),
      }),
    )
    .optional()
