import { literal, quoted, singularPath } from './assertion-text.js'
import { type AddNote, useHttp } from './imported-monitor.js'
import type { KumaMonitor } from './uptime-kuma-backup.js'

/** Adds notes on settings that are an option of the http adapter, and on those that it does not have. */
export function noteHttpOptions(monitor: KumaMonitor, add: AddNote): void {
  noteRequest(monitor, add)
  noteResponse(monitor, add)
  if (monitor.type === 'keyword') noteKeyword(monitor, add)
  if (monitor.type === 'json-query') noteJsonQuery(monitor, add)
}

function noteRequest(
  { method, headers, body, httpBodyEncoding, authMethod, basic_auth_user }: KumaMonitor,
  add: AddNote,
) {
  if (method !== '' && method !== 'GET')
    add('method', useHttp(`method: ${JSON.stringify(method.slice(0, 20))}`))
  if (headers.trim() !== '') add('headers', useHttp('headers: { … }'))
  if (body.trim() !== '') add('body', useHttp(`body: '…'${bodyType(httpBodyEncoding)}`))
  if (authMethod === 'basic' || (authMethod === '' && basic_auth_user !== ''))
    add('authMethod', useHttp('auth: { username, password }'))
  else if (authMethod !== '' && authMethod !== 'null')
    add('authMethod', 'left out: the http adapter logs in by name and password, or by a bearer token')
}

const bodyType = (encoding: string): string => {
  const type = { xml: 'text/xml', form: 'application/x-www-form-urlencoded' }[encoding] ?? 'application/json'
  return `, headers: { 'content-type': '${type}' }`
}

function noteResponse(
  { accepted_statuscodes, maxredirects, ignoreTls, expiryNotification }: KumaMonitor,
  add: AddNote,
): void {
  const codes = accepted_statuscodes ?? ['200-299']
  if (codes.join() !== '200-299') add('accepted_statuscodes', statusNote(codes))
  if (typeof maxredirects === 'number' && maxredirects !== defaultRedirects)
    add('maxredirects', useHttp(`maxRedirects: ${Math.min(Math.max(Math.trunc(maxredirects), 0), 20)}`))
  if (ignoreTls)
    add(
      'ignoreTls',
      `left out: certificates are always checked; for an authority of your own, ${useHttp("ca: ['…']")}`,
    )
  if (expiryNotification)
    add('expiryNotification', useHttp("assertions: [{ of: 'certificateDaysLeft', atLeast: 21 }]"))
}

/** The default of Uptime Kuma. */
const defaultRedirects = 10

function statusNote(codes: readonly string[]): string {
  const ranges = codes.map((code) => /^\s*([1-5]\d\d)\s*(?:-\s*([1-5]\d\d)\s*)?$/.exec(code))
  const accepted = ranges.map((range) => range && (range[2] ? `[${range[1]}, ${range[2]}]` : range[1]))
  if (accepted.length === 0 || accepted.length > 50 || accepted.includes(null))
    return 'left out: no list of statuses from 100 to 599 and ranges of them'
  return useHttp(`acceptStatus: [${accepted.join(', ')}]`)
}

function noteKeyword({ keyword, invertKeyword }: KumaMonitor, add: AddNote): void {
  if (invertKeyword) add('invertKeyword', 'left out: no assertion asks that a text is missing')
  else add('keyword', useHttp(`assertions: [{ of: 'body', contains: ${quoted(keyword)} }]`))
}

function noteJsonQuery({ jsonPath, expectedValue }: KumaMonitor, add: AddNote): void {
  const path = singularPath(jsonPath)
  if (path === undefined)
    add('jsonPath', 'left out: a JSONata expression that is more than a path to one value')
  else
    add(
      'jsonPath',
      useHttp(`assertions: [{ of: 'json', path: '${path}', equals: ${literal(expectedValue)} }]`),
    )
}
