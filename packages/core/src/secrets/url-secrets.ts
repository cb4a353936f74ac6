import { parseUrl } from '../options/index.js'
import type { TargetLogin } from '../ports/index.js'
import { placeholder } from './redact.js'

/**
 * A pattern of the names of parameters that are known to be secret, with its words apart. It is narrower than that of
 * {@link redactUrl}, since what it finds is shown to nobody: `keyword` and `author` are no secrets.
 */
const secretParameter =
  /(?<![a-z])(token|secret|passw(or)?d|pwd|sig|signature|auth|authorization|credentials?|jwt|(api|access|secret|private|subscription|auth)[-_]?key|(access|auth|api|id|refresh|session|security|bearer)token)$/

/** The minimum length of the value of a parameter `key` that is a secret, and no article number. */
const minKeyLength = 16

function isSecretParameter(name: string, value: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
  return words === 'key' ? value.length >= minKeyLength : secretParameter.test(words)
}

/** Replaces the values of some parameters in a query, and leaves its other characters as they are. */
const replaceSecrets = (query: string, replaced: (name: string, value: string) => string): string =>
  query
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      const value = rest.join('=')
      return rest.length > 0 && isSecretParameter(decoded(name), value)
        ? `${name}=${replaced(name, value)}`
        : pair
    })
    .join('&')

/** Returns a percent-encoded text as its reader sees it; one that is encoded wrongly as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

function mapQueries(url: URL, map: (query: string) => string): void {
  if (url.search !== '') url.search = map(url.search.slice(1))
  if (url.hash !== '') url.hash = map(url.hash.slice(1))
}

/** Returns a URL as it is shown and stored: without its login, and with the values of secret parameters redacted. */
export function publicUrl(text: string): string {
  const url = parseUrl(text)
  if (!url || secretsOfUrl(text).length === 0) return text
  url.username = ''
  url.password = ''
  mapQueries(url, (query) => replaceSecrets(query, () => placeholder))
  return url.href
}

/** Returns the secrets in a URL, decoded: its login, and the values of secret parameters. */
export function secretsOfUrl(text: string): readonly string[] {
  const url = parseUrl(text)
  if (!url) return []
  const { username, password } = loginOf(url) ?? {}
  const secrets = [username, password, password && `${username}:${password}`].filter(
    (part) => part !== undefined,
  )
  mapQueries(url, (query) =>
    replaceSecrets(query, (_, value) => {
      if (value !== placeholder) secrets.push(decoded(value), value)
      return value
    }),
  )
  return [...new Set(secrets)].filter((secret) => secret !== '')
}

/** Returns the login of a URL, if it has one. */
export function loginOf({ username, password }: URL): TargetLogin | undefined {
  if (username === '' && password === '') return undefined
  return { username: decoded(username), password: decoded(password) }
}

/** Returns a URL without its login. */
export function withoutLogin(from: URL): URL {
  const url = new URL(from)
  url.username = ''
  url.password = ''
  return url
}

/**
 * Fills the secrets of a stored URL in where a new one of the same server leaves them out, since its owner sees it without
 * them. Another server never gets them.
 */
export function withSecretsOf(text: string, stored: string): string {
  const [url, before] = [parseUrl(text), parseUrl(stored)]
  if (!url || !before || url.protocol !== before.protocol || url.host !== before.host) return text
  if (url.username === '' && url.password === '') {
    url.username = before.username
    url.password = before.password
  }
  const known = new Map<string, string>()
  mapQueries(before, (query) =>
    replaceSecrets(query, (name, value) => {
      known.set(name, value)
      return value
    }),
  )
  mapQueries(url, (query) =>
    replaceSecrets(query, (name, value) => (value === placeholder ? (known.get(name) ?? value) : value)),
  )
  return secretsOfUrl(url.href).length > 0 ? url.href : text
}
