import type { Notes } from './imported-monitor.js'

const maxUrlChars = 2_048

/** Returns a URL, or `undefined` with a note when the text is none. */
export function urlFrom(text: string, field: string, notes: Notes): string | undefined {
  if (URL.canParse(text) && text.length <= maxUrlChars) return text
  notes.weaken(field, `left out: no absolute URL of up to ${maxUrlChars} characters`)
  return undefined
}

/** Returns the URL of an HTTP proxy, or `undefined` with a note when it is of another kind. */
export function proxyFrom(text: string, field: string, notes: Notes): string | undefined {
  const url = URL.canParse(text) && text.length <= maxUrlChars ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.hostname !== '') {
    url.pathname = '/'
    url.search = ''
    return url.href
  }
  notes.weaken(field, 'left out: a probe goes through proxies of HTTP alone')
  return undefined
}

/** Returns a host as it stands in a URL: an IPv6 address in brackets. */
export const inBrackets = (host: string): string => (/^[\da-f:]+:[\da-f:]*$/i.test(host) ? `[${host}]` : host)

/** Returns the URL of a question to a name server, as the probe `dns` takes it. */
export function dnsUrl(server: string, question: string, type: string): string {
  const path = `${encodeURIComponent(question)}?type=${encodeURIComponent(type)}`
  return `dns://${server.replace(/:53$/, '')}/${path}`
}
