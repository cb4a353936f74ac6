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

/**
 * Returns the URL that was meant by a text whose scheme was forgotten, such as `shop.example/health` or `localhost:3000`;
 * `undefined` where that is not plain.
 */
export function withoutScheme(text: string): string | undefined {
  const [, host = '', port] = /^([^\s/:?#@]+)(:\d{1,5})?([/?#]\S*)?$/.exec(text) ?? []
  const isLocal = host === 'localhost' || /^\d+(\.\d+){3}$/.test(host)
  if (!isLocal && !/^[^.]+(\.[^.]+)+$/.test(host)) return undefined
  const url = `${isLocal || port ? 'http' : 'https'}://${text}`
  return URL.canParse(url) ? url : undefined
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
