import type { z } from 'zod'
import { AdapterError } from '../errors/index.js'
import type { HttpResponse } from './http.js'

/** Statuses with which a later call may do better: RFC 9110, section 15, and RFC 6585, section 4. */
const laterStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

const longestMessage = 200

/**
 * Reads the answer of a service: its body as JSON, checked by a schema that asks only for what is read of it.
 *
 * @param source - the id of the adapter, which begins each message.
 * @throws `AdapterError` when the status is not 200 to 299, with what the service says about it, when the body is no
 * JSON, and naming the member when it does not fit.
 * @example
 * ```ts
 * import { readJson } from '@telltale/core/ports'
 * import { z } from 'zod'
 *
 * const answer = { url: 'https://api.example/cars/1', status: 200, headers: {}, text: '{"hp":"240"}' }
 * readJson('example', answer, z.object({ hp: z.coerce.number() })).hp // 240
 * ```
 */
export function readJson<Schema extends z.ZodType>(
  source: string,
  { status, text }: Pick<HttpResponse, 'status' | 'text'>,
  schema: Schema,
): z.output<Schema> {
  const body = parse(text)
  if (status < 200 || status > 299) {
    const said = body === undefined ? '' : messageIn(body)
    const message = `${source} answered with status ${status}${said && `: ${said.slice(0, longestMessage)}`}`
    throw new AdapterError(message, { retryable: laterStatuses.has(status) })
  }
  if (body === undefined) throw new AdapterError(`${source} answered with what is no JSON`)
  const { data, error } = schema.safeParse(body)
  if (!error) return data
  const [issue] = error.issues
  const member = issue?.path.join('.') || 'the whole answer'
  throw new AdapterError(`${source} answered in another form than it promises: ${member}: ${issue?.message}`)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a body says went wrong, in the places where services say so. */
function messageIn(body: unknown): string {
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null) return ''
  const { message, error } = body as { readonly message?: unknown; readonly error?: unknown }
  return messageIn(message) || messageIn(error)
}
