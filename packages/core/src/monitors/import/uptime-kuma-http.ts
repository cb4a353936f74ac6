import { type AnswerCondition, type HttpCheck, httpOptions, type TargetOptions } from './http-check.js'
import type { Notes } from './imported-monitor.js'
import { inBrackets, proxyFrom, urlFrom } from './imported-url.js'
import { singularPath } from './json-path-text.js'
import type { KumaMonitor } from './uptime-kuma-backup.js'

/** Returns the check of a monitor over HTTP. */
export function kumaHttpCheck(monitor: KumaMonitor, notes: Notes): TargetOptions | undefined {
  const url = urlFrom(monitor.url, 'url', notes)
  if (url === undefined) return undefined
  const answers = [...keywordOf(monitor), ...jsonQueryOf(monitor, notes)]
  return { url, ...httpOptions({ ...requestOf(monitor, notes), ...responseOf(monitor, notes), answers }) }
}

function requestOf(monitor: KumaMonitor, notes: Notes): Omit<HttpCheck, 'answers'> {
  const { method, body, httpBodyEncoding, ipFamily, ignoreTls, maxredirects } = monitor
  const type = { xml: 'text/xml', form: 'application/x-www-form-urlencoded' }[httpBodyEncoding]
  const hasBody = body.trim() !== '' && !['', 'GET', 'HEAD'].includes(method.toUpperCase())
  const headers = headersOf(monitor, notes)
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
  return {
    method: method.toUpperCase() || 'GET',
    headers: hasBody && !hasType ? { 'content-type': type ?? 'application/json', ...headers } : headers,
    body: hasBody ? body : undefined,
    maxRedirects: Math.min(Math.max(Math.trunc(maxredirects ?? defaultRedirects), 0), 20),
    family: ipFamily === 'ipv4' ? 4 : ipFamily === 'ipv6' ? 6 : undefined,
    verify: ignoreTls ? false : undefined,
    proxy: proxyOf(monitor, notes),
    ...authOf(monitor, notes),
  }
}

function proxyOf({ proxyId, proxy }: KumaMonitor, notes: Notes): string | undefined {
  if (!proxyId || proxy?.active === false) return undefined
  if (!proxy) {
    notes.weaken('proxyId', 'left out: the text has no such proxy; set `request.proxy`')
    return undefined
  }
  const { protocol, host, port, auth, username, password } = proxy
  const login = auth ? `${encodeURIComponent(username)}:${encodeURIComponent(password)}@` : ''
  return proxyFrom(`${protocol}://${login}${inBrackets(host)}:${port ?? ''}`, 'proxyId', notes)
}

/** The default of Uptime Kuma. */
const defaultRedirects = 10

function headersOf({ headers }: KumaMonitor, notes: Notes): Readonly<Record<string, string>> {
  if (headers.trim() === '') return {}
  try {
    const parsed: unknown = JSON.parse(headers)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed))
      return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch {
    // What the parser says quotes the text, which may be a password.
  }
  notes.weaken('headers', 'left out: no JSON object of texts')
  return {}
}

function authOf(monitor: KumaMonitor, notes: Notes): Partial<HttpCheck> {
  const { authMethod, basic_auth_user: username, basic_auth_pass: password, tlsCert, tlsKey, tlsCa } = monitor
  if (authMethod === 'mtls' && tlsCert !== '' && tlsKey !== '')
    return {
      clientCertificate: { cert: tlsCert, key: tlsKey },
      ca: tlsCa === '' ? undefined : [tlsCa],
    }
  if (authMethod === 'basic' || (authMethod === '' && username !== '')) {
    if (password === '') notes.weaken('basic_auth_pass', 'the backup has no password: set `request.auth`')
    return { auth: { username, password } }
  }
  if (authMethod !== '' && authMethod !== 'null')
    notes.weaken('authMethod', 'left out: a monitor logs in by name and password, a token or a certificate')
  return {}
}

function responseOf(monitor: KumaMonitor, notes: Notes): Partial<HttpCheck> {
  const { accepted_statuscodes, expiryNotification } = monitor
  if (expiryNotification)
    notes.tell('expiryNotification', 'its days are settings of Uptime Kuma: 21 here, as its default begins')
  return {
    statuses: statusesOf(accepted_statuscodes ?? ['200-299'], notes),
    certificateDaysLeft: expiryNotification ? { atLeast: expiryDays } : undefined,
  }
}

/** The first of the days before the end of a certificate on which Uptime Kuma tells (settings, `tlsExpiryNotifyDays`). */
const expiryDays = 21

function statusesOf(codes: readonly string[], notes: Notes): HttpCheck['statuses'] {
  const ranges = codes.map((code) => /^\s*([1-5]\d\d)\s*(?:-\s*([1-5]\d\d)\s*)?$/.exec(code))
  const accepted = ranges.flatMap((range) => {
    const [from, to] = [Number(range?.[1]), Number(range?.[2] ?? range?.[1])]
    return range && from <= to ? [[from, to] as const] : []
  })
  if (accepted.length === codes.length && codes.length > 0 && codes.length <= 50) return accepted
  notes.weaken('accepted_statuscodes', 'left out: no list of statuses from 100 to 599 and ranges of them')
  return undefined
}

function keywordOf({ type, keyword, invertKeyword }: KumaMonitor): readonly AnswerCondition[] {
  if (type !== 'keyword' || keyword === '') return []
  return [{ of: 'body', contains: keyword, not: invertKeyword }]
}

function jsonQueryOf(monitor: KumaMonitor, notes: Notes): readonly AnswerCondition[] {
  const { type, jsonPath, jsonPathOperator, expectedValue } = monitor
  if (type !== 'json-query') return []
  const path = singularPath(jsonPath)
  const test = path === undefined ? undefined : testOf(jsonPathOperator || '==', expectedValue)
  if (path !== undefined && test) return [{ of: 'json', path, ...test }]
  notes.weaken('jsonPath', 'left out: a JSONata expression that is more than the path to one value')
  return []
}

function testOf(operator: string, value: string): Omit<AnswerCondition, 'of'> | undefined {
  const number = value.trim() === '' ? Number.NaN : Number(value)
  if (operator === '==') return { oneOf: [value] }
  if (operator === '!=') return { oneOf: [value], not: true }
  if (operator === 'contains') return { contains: value }
  if (!Number.isFinite(number)) return undefined
  if (operator === '>=') return { atLeast: number }
  if (operator === '<=') return { atMost: number }
  if (operator === '>') return { atMost: number, not: true }
  if (operator === '<') return { atLeast: number, not: true }
  return undefined
}
