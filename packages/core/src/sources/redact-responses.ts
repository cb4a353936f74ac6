import type { BufferedResponse, Middleware } from '../http/client/call.js'
import { type Redact, redactError, redactor } from '../secrets/index.js'

/**
 * Returns middleware that redacts a source's secrets in responses and errors: a server may repeat a key, in a link or in a
 * message. Outer middleware, and whatever is made of the responses, never sees them.
 */
export function redactSecrets(secrets: readonly string[]): Middleware {
  const redact = redactor(secrets)
  const redactBody = bodyRedactor(secrets)
  return async (call, next) => {
    try {
      const { url, status, headers, body } = await next(call)
      return { url: redact(url), status, headers: redactHeaders(headers, redact), body: redactBody(body) }
    } catch (cause) {
      throw redactError(cause, redact)
    }
  }
}

const redactHeaders = (headers: BufferedResponse['headers'], redact: Redact): BufferedResponse['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]))

/** Returns a redactor of bodies. It works on bytes, so that the character set does not matter. */
function bodyRedactor(secrets: readonly string[]): (body: Buffer) => Buffer {
  const redact = redactor(secrets, (text) => Buffer.from(text).toString('latin1'))
  return (body) => {
    const text = body.toString('latin1')
    const redacted = redact(text)
    return redacted === text ? body : Buffer.from(redacted, 'latin1')
  }
}
