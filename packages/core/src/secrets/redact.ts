/** What stands where a secret stood. */
const mark = 'REDACTED'

/** Takes secrets out of texts. */
export type Redact = (text: string) => string

/** A shorter one stands in many a text by chance. */
const shortest = 4

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** A byte as it is written in a URL, in capitals or not. */
const percent = (byte: number): string =>
  `%${byte
    .toString(16)
    .padStart(2, '0')
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)}`

/** One sign as it is, as it is written in a URL or a form, and as it is in JSON. */
function signPattern(sign: string, read: (text: string) => string): string {
  const forms = [
    literal(read(sign)),
    Array.from(new TextEncoder().encode(sign), percent).join(''),
    literal(JSON.stringify(sign).slice(1, -1)),
    ...(sign === ' ' ? ['\\+'] : []),
  ]
  return `(?:${[...new Set(forms)].join('|')})`
}

/**
 * Returns what takes these secrets out of a text, however often they stand there and however each sign is written: each
 * writer of URLs has its own mind about which ones to encode.
 *
 * @param read - how a text reads that was made of bytes otherwise than as UTF-8.
 */
export function redactor(secrets: readonly string[], read = (text: string) => text): Redact {
  const patterns = secrets
    .filter(({ length }) => length >= shortest)
    // The longest first: one may be the beginning of another.
    .toSorted((a, b) => b.length - a.length)
    .map((secret) => Array.from(secret, (sign) => signPattern(sign, read)).join(''))
  if (patterns.length === 0) return (text) => text
  const pattern = new RegExp(patterns.join('|'), 'g')
  return (text) => text.replace(pattern, mark)
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
