import type { SecureContext } from 'node:tls'
import { defined, parseJson } from '@telltale/core/ports'
import type { z } from 'zod'
import { lazySecureContext, sharedSecureContext } from '../probing/certificate.js'
import type { AnswerCondition } from '../probing/condition.js'
import type { AddressFamily } from '../probing/lookup.js'
import type { PhaseLimits } from '../probing/measure.js'
import { type ProxyTerms, proxyTerms } from '../probing/tunnel.js'
import { comparisonOf, type HttpAssertion } from './assertion.js'
import type { ConditionSubject, SubjectConditions } from './check-conditions.js'
import { ConnectionPool } from './connection-pool.js'
import type { CheckedHttpSettings } from './monitor-settings.js'
import type { HttpAuth, optionsSchema, StatusRange } from './options.js'

type Checked = z.output<typeof optionsSchema>

/** The checked options of a probe, with all that stays the same between checks. */
export interface ProbeSettings {
  readonly method: Checked['method']
  /** The headers for the target except `host`, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly acceptStatus: readonly StatusRange[]
  readonly maxRedirects: number
  readonly maxBytes: number
  readonly family: AddressFamily | undefined
  readonly limits: PhaseLimits
  readonly retries: number
  readonly conditions: readonly SubjectConditions[]
  /** `true` when a condition is about the body. */
  readonly needsBody: boolean
  /** The connection pool; absent when each check makes its own connection. */
  readonly connections: ConnectionPool | undefined
  /** Texts that must not be shown to anyone. */
  readonly secrets: readonly string[]
  /** Returns the TLS context with the trusted authorities; made on the first call. */
  readonly secureContext: () => SecureContext
  /** The server name (SNI); that of the URL when absent. */
  readonly serverName: string | undefined
  /** `false` when any certificate will do. */
  readonly verify: boolean
  /** `true` to offer HTTP/2 besides HTTP/1.1. */
  readonly http2: boolean
  /** The proxy; absent when the target is connected to directly. */
  readonly proxy: ProxyTerms | undefined
  /** `true` to parse headers that the standard forbids. */
  readonly lenient: boolean
}

/** The options of a probe, as one check has them. */
interface CheckOptions extends Omit<Checked, 'assertions' | 'id' | 'origins' | 'reuse'> {
  readonly conditions: readonly SubjectConditions[]
}

/** Derives a probe's settings from its checked options. */
export function toProbeSettings(checked: Checked): ProbeSettings {
  const { reuse, ca, clientCertificate, proxy } = checked
  return {
    ...settingsOf({ ...checked, conditions: checked.assertions.map(conditionsOf) }),
    connections: reuse ? new ConnectionPool() : undefined,
    secureContext: lazySecureContext(ca, clientCertificate),
    proxy:
      proxy === undefined
        ? undefined
        : proxyTerms(proxy, { trust: 'configured', context: lazySecureContext(ca) }),
  }
}

/** Derives the settings of one monitor: its own, and those of the probe where it has none. */
export function withOwnSettings(
  checked: Checked,
  settings: ProbeSettings,
  { request = {}, expect = {} }: CheckedHttpSettings,
): ProbeSettings {
  const { status, ...conditions } = expect
  const kept = settings.conditions.filter(({ of }) => of === 'status' || !(of in conditions))
  const headers = Object.entries(request.headers ?? {})
  const given = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), textOf(value)]))
  const ofAdapter = Object.entries(checked.headers).map(([name, value]) => [name.toLowerCase(), value])
  const merged = {
    ...checked,
    ...request,
    method: request.method ?? checked.method,
    body: request.body === undefined ? checked.body : textOf(request.body),
    headers: withoutNothing({ ...Object.fromEntries(ofAdapter), ...given }),
    acceptStatus: status ?? checked.acceptStatus,
    conditions: [...kept, ...ownConditions(conditions)],
  }
  const options = defined(withoutNothing(merged)) as unknown as CheckOptions
  const { proxy = settings.proxy } = request
  const isOwnTls = request.ca !== undefined || request.clientCertificate !== undefined
  return {
    ...settingsOf(options),
    // A connection of the pool may have been opened with another certificate, or not verified.
    connections: undefined,
    secureContext: isOwnTls
      ? sharedSecureContext(options.ca, options.clientCertificate)
      : settings.secureContext,
    proxy:
      typeof proxy === 'string'
        ? proxyTerms(proxy, { trust: 'untrusted', context: sharedSecureContext(options.ca) })
        : (proxy ?? undefined),
  }
}

const withoutNothing = <Value>(members: Readonly<Record<string, Value>>): Record<string, Value & {}> =>
  Object.fromEntries(
    Object.entries(members).filter((entry): entry is [string, Value & {}] => (entry[1] ?? null) !== null),
  )

const textOf = (value: string | { readonly secret: string } | null): string | undefined =>
  typeof value === 'string' ? value : value?.secret

function ownConditions({
  header = {},
  body,
  json = {},
  certificateDaysLeft,
  latencyMs,
}: Omit<NonNullable<CheckedHttpSettings['expect']>, 'status'>): readonly SubjectConditions[] {
  const named = (of: ConditionSubject, all: Readonly<Record<string, readonly AnswerCondition[]>>) =>
    Object.entries(all).map(([name, conditions]) => ({ of, name, conditions }))
  const single = defined({ certificateDaysLeft, latencyMs, body })
  return [
    ...Object.entries(single).map(([of, conditions]) => ({
      of: of as ConditionSubject,
      name: '',
      conditions,
    })),
    ...named('header', header),
    ...named('json', json),
  ]
}

/** Returns an assertion of the adapter as a condition. */
function conditionsOf(assertion: HttpAssertion): SubjectConditions {
  const { of, name, path } = assertion
  const comparison = comparisonOf(assertion)
  const condition = comparison ? { [comparison]: assertion[comparison] } : {}
  return { of, name: path ?? name ?? '', conditions: [condition] }
}

function settingsOf(checked: CheckOptions): Omit<ProbeSettings, 'connections' | 'secureContext' | 'proxy'> {
  const { auth, phaseTimeouts: limits, conditions, body } = checked
  const needsBody = conditions.some(({ of }) => of === 'body' || of === 'json')
  const authorization = auth && authorizationOf(auth)
  const lowerCased = Object.entries(checked.headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    method: checked.method,
    headers: {
      accept: '*/*',
      'user-agent': checked.userAgent,
      ...defined({
        // It says most of how long the body takes, and a server may compress unless told otherwise.
        'accept-encoding': needsBody ? 'identity' : undefined,
        'content-type': body === undefined ? undefined : 'text/plain;charset=utf-8',
        authorization,
      }),
      ...Object.fromEntries(lowerCased),
    },
    body,
    acceptStatus: checked.acceptStatus,
    maxRedirects: checked.maxRedirects,
    maxBytes: checked.maxBytes,
    family: checked.family,
    limits: {
      dnsMs: limits.dns,
      proxyMs: limits.connect,
      connectMs: limits.connect,
      tlsMs: limits.tls,
      firstByteMs: limits.firstByte,
      downloadMs: limits.download,
    },
    retries: checked.retries,
    conditions,
    needsBody,
    secrets: secretsOf(checked),
    serverName: checked.serverName,
    verify: checked.verify,
    lenient: checked.lenient,
    http2: checked.http2,
  }
}

/** Returns the `authorization` header of a login by name and password (RFC 7617). */
export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const authorizationOf = (auth: HttpAuth): string =>
  'bearer' in auth ? `Bearer ${auth.bearer}` : basicAuthorization(auth.username, auth.password)

/** The headers that tell nothing. Any other header may carry a credential, whatever its name. */
const harmlessHeaders = /^(accept(-\w+)?|cache-control|content-type|pragma|user-agent)$/i

/** The headers of which each part is a secret by itself. */
const listHeaders = /^(authorization|cookie|proxy-authorization)$/i

/** Returns the texts that a target may repeat and nobody may see: the login, header values, and what is in the body. */
function secretsOf({ auth, headers, body, clientCertificate, proxy }: CheckOptions): readonly string[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) => {
    if (harmlessHeaders.test(name)) return []
    return listHeaders.test(name) ? [value, ...value.split(/[\s;,=]+/)] : [value]
  })
  const ofBody = body === undefined ? [] : [body, ...valuesOf(body)]
  const proxyPassword = proxy === undefined ? '' : decodeURIComponent(new URL(proxy).password)
  const ofLogin = auth ? secretsOfLogin(auth) : []
  const all = [...ofHeaders, ...ofBody, ...ofLogin, clientCertificate?.key ?? '', proxyPassword]
  return [...new Set(all)].filter((secret) => secret !== '')
}

/** Returns the texts in a body of JSON or of a form. */
function valuesOf(body: string): readonly string[] {
  try {
    return textsIn(parseJson(body))
  } catch {
    return /^[^=\s]+=[^\s]*$/.test(body) ? [...new URLSearchParams(body).values()] : []
  }
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

const secretsOfLogin = (auth: HttpAuth): readonly string[] =>
  'bearer' in auth ? [auth.bearer] : [auth.username, auth.password, `${auth.username}:${auth.password}`]
