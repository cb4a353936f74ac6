import type { z } from 'zod'
import { AdapterError } from '../errors/index.js'
import type { HttpResponse } from './http.js'
import { parseJson } from './parse-json.js'

/** The statuses of temporary failures (RFC 9110, section 15, and RFC 6585, section 4). */
const temporaryStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

const maxMessageChars = 200

/**
 * Reads a JSON response and checks it by a schema, which should require only the members that are used.
 *
 * @param source - the id of the adapter, which begins each message.
 * @throws `AdapterError` when the status is not 200 to 299, with the message of the service; when the body is no JSON; and
 * when a member does not match the schema, with its path.
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
    const details = body === undefined ? '' : messageIn(body)
    const message = `${source} answered with status ${status}${details && `: ${details.slice(0, maxMessageChars)}`}`
    throw new AdapterError(message, { retryable: temporaryStatuses.has(status) })
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
    return parseJson(text)
  } catch {
    return undefined
  }
}

/** Returns the error message in a body, from the members where services put it. */
function messageIn(body: unknown): string {
  if (typeof body === 'string') return body
  if (typeof body !== 'object' || body === null) return ''
  const { message, error } = body as { readonly message?: unknown; readonly error?: unknown }
  return messageIn(message) || messageIn(error)
}
