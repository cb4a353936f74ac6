/**
 * Parses an absolute URL; returns `undefined` for anything else. Its host name is in ASCII (punycode), as name servers
 * take it. The URL standard converts it for the protocols of the web alone: the host of `tcp://bücher.example:25` would
 * be percent-encoded.
 */
export function parseUrl(text: string): URL | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (!url.hostname.includes('%')) return url
  const ascii = asciiName(url.hostname)
  if (ascii === undefined) return undefined
  url.hostname = ascii
  return url
}

/** Converts a host name, percent-encoded or not, to ASCII. Returns `undefined` when it is no host name. */
export function asciiName(name: string): string | undefined {
  try {
    const decoded = decodeURIComponent(name)
    return /[\s/?#@:\\%[\]]/.test(decoded) ? undefined : new URL(`http://${decoded}`).hostname
  } catch {
    return undefined
  }
}
