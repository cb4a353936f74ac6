import type { HttpAnswer, Step } from '../http/client/call.js'
import { type Redact, redactError, redactor } from '../secrets/index.js'

/**
 * Takes a source's secrets out of all that comes back: a server may say a key again, in a link or in a complaint. What
 * lies above this step, and what is made of its answers, cannot give away what it never sees.
 */
export function hideSecrets(secrets: readonly string[]): Step {
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

const redactHeaders = (headers: HttpAnswer['headers'], redact: Redact): HttpAnswer['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]))

/** By bytes: what a body's signs are need not be known. */
function bodyRedactor(secrets: readonly string[]): (body: Buffer) => Buffer {
  const redact = redactor(secrets, (text) => Buffer.from(text).toString('latin1'))
  return (body) => {
    const text = body.toString('latin1')
    const redacted = redact(text)
    return redacted === text ? body : Buffer.from(redacted, 'latin1')
  }
}
