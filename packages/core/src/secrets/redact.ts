/** The replacement of a secret. */
const placeholder = 'REDACTED'

/** Replaces the secrets in a text. */
export type Redact = (text: string) => string

/** The minimum length of a secret that is redacted: shorter ones occur in texts by chance. */
const minSecretLength = 4

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** Returns a pattern of a percent-encoded byte, in upper or lower case. */
const percentPattern = (byte: number): string =>
  `%${byte
    .toString(16)
    .padStart(2, '0')
    .replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)}`

/** Returns a pattern of one character: plain, encoded as in a URL or a form, and escaped as in JSON. */
function characterPattern(character: string, decode: (text: string) => string): string {
  const forms = [
    escapeRegExp(decode(character)),
    Array.from(new TextEncoder().encode(character), percentPattern).join(''),
    escapeRegExp(JSON.stringify(character).slice(1, -1)),
    ...(character === ' ' ? ['\\+'] : []),
  ]
  return `(?:${[...new Set(forms)].join('|')})`
}

/**
 * Returns a function that replaces all occurrences of these secrets in a text, whichever of their characters are encoded:
 * URL writers differ in which ones they encode.
 *
 * @param decode - returns a character as it appears in the text, if the text was decoded otherwise than as UTF-8.
 */
export function redactor(secrets: readonly string[], decode = (text: string) => text): Redact {
  const patterns = secrets
    .filter(({ length }) => length >= minSecretLength)
    // The longest come first, since one may be a prefix of another.
    .toSorted((a, b) => b.length - a.length)
    .map((secret) => Array.from(secret, (character) => characterPattern(character, decode)).join(''))
  if (patterns.length === 0) return (text) => text
  const pattern = new RegExp(patterns.join('|'), 'g')
  return (text) => text.replace(pattern, placeholder)
}

/** A pattern of the names of parameters whose values are secret. */
const secretName = /key|token|secret|passw|sig(nature)?$|auth|credential|^code$/i

/**
 * Returns a URL with its possible secrets redacted: the user name and password, and the values of parameters that are
 * named like keys, tokens, passwords or signatures.
 *
 * @example
 * ```ts
 * redactUrl(new URL('https://api.example/cars?api_key=1234&make=ford')) // https://api.example/cars?api_key=REDACTED&make=ford
 * ```
 */
export function redactUrl(url: URL): string {
  const redacted = new URL(url)
  if (redacted.username) redacted.username = placeholder
  if (redacted.password) redacted.password = placeholder
  for (const name of new Set(redacted.searchParams.keys()))
    if (secretName.test(name)) redacted.searchParams.set(name, placeholder)
  return redacted.href
}

/** Redacts secrets in an error and its causes, in place, so that everyone who holds the error holds the redacted one. */
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
