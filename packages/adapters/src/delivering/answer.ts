import { type HttpResponse, parseJson } from '@telltale/core/ports'
import type { z } from 'zod'

/** Reads an answer of JSON by a schema. Returns `undefined` where it is another one: an accepted message stays accepted. */
export function answerOf<Schema extends z.ZodType>(
  { text }: Pick<HttpResponse, 'text'>,
  schema: Schema,
): z.output<Schema> | undefined {
  try {
    return schema.safeParse(parseJson(text)).data
  } catch {
    return undefined
  }
}
