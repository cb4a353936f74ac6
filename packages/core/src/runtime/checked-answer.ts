import type { z } from 'zod'
import { AdapterError } from '../errors/index.js'
import type { Adapter } from '../ports/index.js'

/**
 * Returns the answer of a source, which the host may have written itself, as it is. One in another form fails as a source
 * that is down does, so that the next one is asked.
 *
 * @throws `AdapterError` naming the member that is wrong.
 */
export function checkedAnswer<Answer>(
  { id }: Adapter,
  schema: z.ZodType,
  answer: Answer | undefined,
): Answer | undefined {
  const [issue] = answer === undefined ? [] : (schema.safeParse(answer).error?.issues ?? [])
  if (issue === undefined) return answer
  const member = issue.path.join('.') || 'the whole answer'
  throw new AdapterError(`${id} answered in another form than its port promises: ${member}: ${issue.message}`)
}
