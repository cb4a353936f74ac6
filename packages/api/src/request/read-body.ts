import { ValidationError } from '@telltale/core/errors'
import { RequestError } from './request-error.js'

/** The levels that objects and lists of a body may be within each other. */
const maxDepth = 32

/** Makes the error of a body that cannot be taken. */
const invalid = (path: string, message: string) => new ValidationError('the body', [{ path, message }])

/**
 * Reads the JSON of a body; `undefined` when it is empty, whatever its type is said to be.
 *
 * @throws `RequestError` for one that is too long or not said to be JSON, `ValidationError` for one that is not JSON, is
 *   nested too deeply or has a member named `__proto__`.
 */
export async function readBody(request: Request, maxBytes: number): Promise<unknown> {
  const text = await readText(request, maxBytes)
  if (text.trim() === '') return undefined
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/([\w.+-]+\+)?json\s*(;|$)/i.test(type))
    throw new RequestError(415, 'UNSUPPORTED_MEDIA_TYPE', 'send the body as `Content-Type: application/json`')
  const value = parse(text)
  checkShape(value)
  return value
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid('', 'expected JSON')
  }
}

/** Looks at every member of a value, without recursion: a text may be nested more deeply than the stack is. */
function checkShape(value: unknown): void {
  let level = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxDepth) throw invalid('', `expected at most ${maxDepth} levels`)
    const next: unknown[] = []
    for (const part of level) {
      if (typeof part !== 'object' || part === null) continue
      if (Object.hasOwn(part, '__proto__')) throw invalid('__proto__', 'is no name of a member')
      for (const member of Object.values(part)) next.push(member)
    }
    level = next
  }
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () =>
    new RequestError(
      413,
      'BODY_TOO_LARGE',
      `the body is longer than ${maxBytes} bytes, the most that is taken`,
    )
  if (Number(request.headers.get('content-length')) > maxBytes) throw tooLarge()
  if (!request.body) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  const reader = request.body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxBytes) {
      await reader.cancel()
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}
