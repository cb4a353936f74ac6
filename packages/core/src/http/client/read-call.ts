import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { HttpDefaults, HttpGetOptions, HttpRequestOptions } from '../../ports/index.js'
import type { HttpCall } from './call.js'
import { type PhaseLimits, TimeLimit } from './time-limit.js'

const refuse = (where: string, path: string, message: string): ValidationError =>
  new ValidationError(where, [{ path, message }])

/** Of a method's meaning alone (RFC 9110, section 9.2.2): doing it twice is doing it once. */
const idempotent = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

const everydayMs = 10_000
const scrapingMs = 30_000
const connectMs = 10_000
const mebibyte = 2 ** 20

/**
 * Returns the call that a caller's URL and options mean. The options are looked at one by one and not through a schema:
 * they are an adapter's, and stand in the way of every request.
 *
 * @throws `ValidationError` that names the part that is wrong.
 */
export function readCall(
  where: string,
  url: string,
  options: HttpRequestOptions,
  defaults: HttpDefaults & { readonly source?: string },
): HttpCall {
  const { trust = 'untrusted', redirect = 'follow', idempotencyKey, costUsd, cacheFor } = options
  const { polite = defaults.polite ?? false, maxBytes = defaults.maxBytes ?? 5 * mebibyte } = options
  const content = readContent(where, options)
  const method = readMethod(where, options.method ?? (content ? 'POST' : 'GET'))
  return {
    ...defined({ source: defaults.source }),
    method,
    url: readUrl(where, url),
    headers: readHeaders(options, content?.type),
    ...defined({ body: content?.body }),
    trust,
    polite,
    maxBytes,
    redirect,
    time: readTime(options, defaults, polite),
    repeatable: idempotencyKey !== undefined || idempotent.has(method),
    ...defined({ costUsd, cacheFor }),
  }
}

function readTime(options: HttpGetOptions, defaults: HttpDefaults, polite: boolean): TimeLimit {
  const { timeoutMs = defaults.timeoutMs ?? (polite ? scrapingMs : everydayMs) } = options
  const given = options.phases ?? defaults.phases
  const phases: PhaseLimits = given
    ? { connectMs, firstByteMs: timeoutMs, betweenBytesMs: timeoutMs, ...given }
    : { connectMs, firstByteMs: timeoutMs, betweenBytesMs: timeoutMs }
  return new TimeLimit(timeoutMs, phases, options.signal)
}

function readUrl(where: string, text: string): URL {
  let url: URL | undefined
  try {
    url = new URL(text)
  } catch {}
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refuse(
      where,
      'url',
      `expected a URL that begins with http:// or https://, got ${JSON.stringify(text)}`,
    )
  if (url.username || url.password)
    throw refuse(
      where,
      'url',
      `expected a URL without a user name and password; send an 'authorization' header`,
    )
  return url
}

function readMethod(where: string, method: string): string {
  const capitals = method.toUpperCase()
  if (/^[A-Z]{1,20}$/.test(capitals) && capitals !== 'CONNECT' && capitals !== 'TRACE') return capitals
  throw refuse(where, 'method', `expected a method such as 'POST', got ${JSON.stringify(method)}`)
}

interface Content {
  readonly body: string | Uint8Array
  readonly type?: string
}

function readContent(where: string, { json, form, body }: HttpRequestOptions): Content | undefined {
  if ([json, form, body].filter((part) => part !== undefined).length > 1)
    throw refuse(where, '', 'expected one of `json`, `form` and `body`, not several')
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' }
  if (form !== undefined)
    return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' }
  return body === undefined ? undefined : { body }
}

const noHeaders = {}

function readHeaders(
  { headers, idempotencyKey }: HttpRequestOptions,
  contentType: string | undefined,
): Readonly<Record<string, string>> {
  if (!headers && contentType === undefined && idempotencyKey === undefined) return noHeaders
  const named: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType }
  for (const [name, value] of Object.entries(headers ?? {})) named[name.toLowerCase()] = value
  if (idempotencyKey !== undefined) named['idempotency-key'] = idempotencyKey
  return named
}
