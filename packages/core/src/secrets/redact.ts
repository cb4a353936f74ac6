/** The replacement of a secret. */
export const placeholder = 'REDACTED'

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

/** The minimum length of the part of a Base64 text that is looked for: shorter ones occur in texts by chance. */
const minBase64Length = 6

/** Returns a pattern of one character of Base64 or Base64url, plain or percent-encoded. */
function base64Character(character: string): string {
  if (character === '+') return '(?:[+-]|%2[bB])'
  return character === '/' ? '(?:[/_]|%2[fF])' : character
}

/**
 * Returns the patterns of the characters of a secret within a longer text in Base64. Each begins at one of three places in a group of three bytes;
 * the characters at its ends, which it shares with its neighbours, are left out.
 */
function base64Forms(secret: string): readonly (readonly string[])[] {
  const bytes = Buffer.from(secret)
  return [0, 1, 2].flatMap((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '')
    const end = (offset + bytes.length) % 3 === 0 ? text.length : text.length - 1
    const own = text.slice(offset === 0 ? 0 : offset + 1, end)
    return own.length < minBase64Length ? [] : [Array.from(own, base64Character)]
  })
}

/** The beginning of a secret that is redacted too, in characters: a message may have cut off the rest. */
const minBeginning = 10

/** The maximum number of lengths of a beginning that a pattern tells apart. */
const maxBeginnings = 50

/** Returns a pattern of a secret, and of its longer beginnings, from the patterns of its characters. */
function withItsBeginnings(characters: readonly string[]): string {
  const optional = characters.slice(minBeginning, minBeginning + maxBeginnings)
  const rest = characters.slice(minBeginning + maxBeginnings).join('')
  const nested = optional.reduceRight(
    (inner, character) => `(?:${character}${inner})?`,
    rest && `(?:${rest})?`,
  )
  return characters.slice(0, minBeginning).join('') + nested
}

/**
 * Returns a function that replaces all occurrences of these secrets in a text, whichever of their characters are encoded,
 * since URL writers differ in which ones they encode, and in Base64, also as a part of what was encoded. A beginning of ten
 * characters or more is replaced too.
 *
 * @param decode - returns a character as it appears in the text, if the text was decoded otherwise than as UTF-8.
 */
export function redactor(secrets: readonly string[], decode = (text: string) => text): Redact {
  const patterns = secrets
    .filter(({ length }) => length >= minSecretLength)
    // The longest come first, since one may be a prefix of another.
    .toSorted((a, b) => b.length - a.length)
    .flatMap((secret) => [
      Array.from(secret, (character) => characterPattern(character, decode)),
      ...base64Forms(secret),
    ])
    .map(withItsBeginnings)
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
