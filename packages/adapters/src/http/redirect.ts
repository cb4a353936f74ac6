import { Fault } from './fault.js'

/** What is sent to another origin too; any other header may carry a credential, whatever its name. */
const harmlessHeaders: readonly string[] = ['accept', 'accept-language']

/** Returns those of the headers for the target that may be sent to `url`. */
export function headersFor(
  url: URL,
  target: URL,
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  if (url.origin === target.origin) return headers
  return Object.fromEntries(Object.entries(headers).filter(([name]) => harmlessHeaders.includes(name)))
}

/**
 * Returns where a redirect leads to.
 *
 * @param visited - the addresses that were asked until now, in order.
 * @throws {@link Fault} when it leads to what is no web address, from https to http, in a circle, or too far.
 */
export function nextUrl(location: string, url: URL, visited: ReadonlySet<string>, maxRedirects: number): URL {
  const fail = (message: string) => new Fault('redirect', message)
  const next = URL.canParse(location, url.href) ? new URL(location, url) : undefined
  if (!next || !/^https?:$/.test(next.protocol))
    throw fail(`redirects to ${JSON.stringify(location.slice(0, 200))}, which is no web address`)
  next.hash = ''
  if (url.protocol === 'https:' && next.protocol === 'http:')
    throw fail(`redirects from https to http (${next.host}), which is not followed`)
  if (visited.has(next.href)) throw fail(`redirects in a circle, back to ${next.origin}${next.pathname}`)
  if (visited.size > maxRedirects)
    throw fail(
      `redirects more than ${maxRedirects} ${maxRedirects === 1 ? 'time' : 'times'}, at last to ${next.origin}${next.pathname}`,
    )
  return next
}
