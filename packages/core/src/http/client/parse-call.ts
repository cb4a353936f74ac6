import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import type { HttpDefaults, HttpGetOptions, HttpRequestOptions } from '../../ports/index.js'
import type { HttpCall } from './call.js'
import { type PhaseLimits, TimeLimit } from './time-limit.js'

const invalid = (where: string, path: string, message: string): ValidationError =>
  new ValidationError(where, [{ path, message }])

/** The idempotent methods (RFC 9110, section 9.2.2), except for TRACE. */
const idempotentMethods = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'])

const defaultTimeoutMs = 10_000
const politeTimeoutMs = 30_000
const defaultConnectMs = 10_000
const mebibyte = 2 ** 20

/** The account of calls. */
export interface CallAccount {
  /** The owner whose quotas the calls count on. @default nobody's */
  readonly ownerId?: string
  /** Is told what each attempt costs in US dollars, and what is taken back as less than 0. @default nobody is told */
  readonly onSpent?: (usd: number) => void
}

/** The members of a call that its client has set. */
export interface CallDefaults extends HttpDefaults, CallAccount {
  /** The id of the adapter that makes the calls. @default the host's own calls */
  readonly source?: string
}

/**
 * Checks a caller's URL and options and returns the call. Checks them one by one and not by a schema, which would slow
 * down every request.
 *
 * @throws `ValidationError` that names the invalid part.
 */
export function parseCall(
  where: string,
  url: string,
  options: HttpRequestOptions,
  defaults: CallDefaults,
): HttpCall {
  const { trust = 'untrusted', redirect = 'follow', idempotencyKey, costUsd, cacheFor, lookup } = options
  const { polite = defaults.polite ?? false, maxBytes = defaults.maxBytes ?? 5 * mebibyte } = options
  const content = parseContent(where, options)
  const method = parseMethod(where, options.method ?? (content ? 'POST' : 'GET'))
  return {
    ...defined({
      source: defaults.source,
      ownerId: defaults.ownerId,
      onSpent: defaults.onSpent,
      body: content?.body,
      costUsd,
      cacheFor,
      lookup,
    }),
    method,
    url: parseUrl(where, url),
    headers: mergeHeaders(options, content?.type),
    trust,
    polite,
    maxBytes,
    redirect,
    time: timeLimitOf(options, defaults, polite),
    isIdempotent: idempotencyKey !== undefined || idempotentMethods.has(method),
  }
}

function timeLimitOf(options: HttpGetOptions, defaults: HttpDefaults, polite: boolean): TimeLimit {
  const { timeoutMs = defaults.timeoutMs ?? (polite ? politeTimeoutMs : defaultTimeoutMs) } = options
  const given = options.phases ?? defaults.phases
  const byDefault = { connectMs: defaultConnectMs, firstByteMs: timeoutMs, betweenBytesMs: timeoutMs }
  const phases: PhaseLimits = given ? { ...byDefault, ...given } : byDefault
  return new TimeLimit(timeoutMs, phases, options.signal)
}

function parseUrl(where: string, text: string): URL {
  let url: URL | undefined
  try {
    url = new URL(text)
  } catch {}
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw invalid(
      where,
      'url',
      `expected a URL that begins with http:// or https://, got ${JSON.stringify(text)}`,
    )
  if (url.username || url.password)
    throw invalid(
      where,
      'url',
      `expected a URL without a user name and password; send an 'authorization' header`,
    )
  return url
}

function parseMethod(where: string, method: string): string {
  const upperCase = method.toUpperCase()
  if (/^[A-Z]{1,20}$/.test(upperCase) && upperCase !== 'CONNECT' && upperCase !== 'TRACE') return upperCase
  throw invalid(where, 'method', `expected a method such as 'POST', got ${JSON.stringify(method)}`)
}

interface Content {
  readonly body: string | Uint8Array
  readonly type?: string
}

function parseContent(where: string, { json, form, body }: HttpRequestOptions): Content | undefined {
  if ([json, form, body].filter((part) => part !== undefined).length > 1)
    throw invalid(where, '', 'expected one of `json`, `form` and `body`, not several')
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' }
  if (form !== undefined)
    return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' }
  return body === undefined ? undefined : { body }
}

const noHeaders = {}

function mergeHeaders(
  { headers, idempotencyKey }: HttpRequestOptions,
  contentType: string | undefined,
): Readonly<Record<string, string>> {
  if (!headers && contentType === undefined && idempotencyKey === undefined) return noHeaders
  const named: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType }
  for (const [name, value] of Object.entries(headers ?? {})) named[name.toLowerCase()] = value
  if (idempotencyKey !== undefined) named['idempotency-key'] = idempotencyKey
  return named
}
