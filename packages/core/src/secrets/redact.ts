/** What stands where a secret stood. */
const mark = 'REDACTED'

/** Takes secrets out of texts. */
export type Redact = (text: string) => string

/** A shorter one stands in many a text by chance. */
const shortest = 4

/**
 * Returns what takes these secrets out of a text, however often they stand there: as they are, and as they are written
 * in a URL and in JSON.
 */
export function redactor(secrets: readonly string[]): Redact {
  const written = secrets
    .filter(({ length }) => length >= shortest)
    .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
  // The longest first: one may be the beginning of another.
  const texts = [...new Set(written)].toSorted((a, b) => b.length - a.length)
  return (text) => texts.reduce((left, secret) => left.replaceAll(secret, mark), text)
}

/** Names of parameters that carry what only the caller may know. */
const secretName = /key|token|secret|passw|sig(nature)?$|auth|credential|^code$/i

/**
 * Returns a URL without what may be secret in it: user name and password, and the values of parameters whose names say
 * that they are keys, tokens, passwords or signatures.
 *
 * @example
 * ```ts
 * redactUrl(new URL('https://api.example/cars?api_key=1234&make=ford')) // https://api.example/cars?api_key=REDACTED&make=ford
 * ```
 */
export function redactUrl(url: URL): string {
  const shown = new URL(url)
  if (shown.username) shown.username = mark
  if (shown.password) shown.password = mark
  for (const name of new Set(shown.searchParams.keys()))
    if (secretName.test(name)) shown.searchParams.set(name, mark)
  return shown.href
}

/** Takes secrets out of an error and of what led to it, in place: whoever holds it holds it without them. */
export function redactError(error: unknown, redact: Redact): unknown {
  const seen = new Set<unknown>()
  for (let each = error; each instanceof Error && !seen.has(each); each = each.cause) {
    seen.add(each)
    const { message, stack } = each
    if (redact(message) !== message) each.message = redact(message)
    if (stack !== undefined && redact(stack) !== stack) each.stack = redact(stack)
    if (each instanceof AggregateError) for (const inner of each.errors) redactError(inner, redact)
  }
  return error
}
