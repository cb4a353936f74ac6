import type { ProbeResponse } from './response.js'

/** A cookie (RFC 6265), without what only matters beyond one check. */
interface Cookie {
  readonly value: string
  readonly path: string
}

/** The maximum number of cookies of a check, and of characters of one: the least that a browser keeps (RFC 6265, section 6.1). */
const [maxCookies, maxCookieChars] = [50, 4_096]

/** The cookies that the target's own origin sets in one check, as login pages do before they redirect to themselves. */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>()
  readonly #given: string | undefined

  /** @param given - the `cookie` header of the monitor. */
  constructor(given: string | undefined) {
    this.#given = given
  }

  /** Keeps the cookies of a response of the target's own origin. */
  take({ headers }: ProbeResponse, { pathname }: URL): void {
    for (const line of headers['set-cookie'] ?? []) {
      const [pair = '', ...attributes] = line.split(';')
      const at = pair.indexOf('=')
      const name = pair.slice(0, at).trim()
      if (at < 1 || name === '' || pair.length > maxCookieChars) continue
      this.#cookies.delete(name)
      if (this.#cookies.size >= maxCookies || isOver(attributes)) continue
      const path = attributeOf(attributes, 'path') ?? ''
      const ownPath = pathname.slice(0, pathname.lastIndexOf('/')) || '/'
      this.#cookies.set(name, {
        value: pair.slice(at + 1).trim(),
        path: path.startsWith('/') ? path : ownPath,
      })
    }
  }

  /** Returns the `cookie` header of a request to the target's own origin; `undefined` when there is none. */
  headerFor({ pathname }: URL): string | undefined {
    const own = [...this.#cookies].filter(([, { path }]) => isWithin(pathname, path))
    const all = [this.#given, ...own.map(([name, { value }]) => `${name}=${value}`)]
    return all.filter((part) => part !== undefined).join('; ') || undefined
  }
}

const attributeOf = (attributes: readonly string[], name: string): string | undefined =>
  attributes
    .map((attribute) => attribute.split('='))
    .find(([key = '']) => key.trim().toLowerCase() === name)
    ?.slice(1)
    .join('=')
    .trim()

/** Checks for a cookie that is set to be deleted. */
function isOver(attributes: readonly string[]): boolean {
  const maxAge = attributeOf(attributes, 'max-age')
  if (maxAge !== undefined) return Number(maxAge) <= 0
  // A date long past deletes a cookie; any other outlives the check.
  return Date.parse(attributeOf(attributes, 'expires') ?? '') < Date.UTC(2001, 0)
}

/** Checks whether a path lies within that of a cookie (RFC 6265, section 5.1.4). */
const isWithin = (pathname: string, path: string): boolean =>
  pathname === path || (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'))
