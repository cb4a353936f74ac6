import { AdapterError, ValidationError } from '../errors/index.js'
import { parseJson } from '../options/index.js'
import type { HttpResponse } from './http.js'
import type { StandardIssue, StandardSchema } from './standard-schema.js'

/** The statuses of temporary failures (RFC 9110, section 15, and RFC 6585, section 4). */
const temporaryStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504])

const maxMessageChars = 200

/**
 * Reads a JSON response and checks it by a schema, which should require only the members that are used.
 *
 * @param source - the id of the adapter, which begins each message.
 * @param schema - a schema of zod, or of another library that has Standard Schema; it validates without waiting.
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
export function readJson<Output>(
  source: string,
  { status, text }: Pick<HttpResponse, 'status' | 'text'>,
  schema: StandardSchema<Output>,
): Output {
  const body = parse(text)
  if (status < 200 || status > 299) {
    const details = messageIn(body)
    const message = `${source} answered with status ${status}${details && `: ${details}`}`
    throw new AdapterError(message, { retryable: temporaryStatuses.has(status) })
  }
  if (body === undefined) throw new AdapterError(`${source} answered with what is no JSON`)
  const result = schema['~standard'].validate(body)
  if (result instanceof Promise) {
    result.catch(() => undefined)
    const message = 'expected a schema that validates without waiting'
    throw new ValidationError('readJson', [{ path: 'schema', message }])
  }
  if (!result.issues) return result.value
  const [issue] = result.issues
  const member = (issue && pathOf(issue)) || 'the whole answer'
  throw new AdapterError(`${source} answered in another form than it promises: ${member}: ${issue?.message}`)
}

const pathOf = ({ path = [] }: StandardIssue): string =>
  path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.')

function parse(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/**
 * Returns the words of a service in an answer of JSON, cut to 200 characters: from the members `message`, `description`,
 * `detail`, `error` and `errors`, where services put them. Returns an empty text where there are none.
 */
export const serviceMessage = (text: string): string => messageIn(parse(text))

const messageIn = (body: unknown): string => wordsIn(body).slice(0, maxMessageChars)

function wordsIn(body: unknown): string {
  if (typeof body === 'string') return body
  if (Array.isArray(body)) return wordsIn(body[0])
  if (typeof body !== 'object' || body === null) return ''
  const { message, description, detail, error, errors } = body as Readonly<Record<string, unknown>>
  for (const part of [message, description, detail, error, errors]) {
    const words = wordsIn(part)
    if (words) return words
  }
  return ''
}
