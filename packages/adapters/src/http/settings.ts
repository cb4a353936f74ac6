import type { SecureContext } from 'node:tls'
import { defined, parseJson } from '@telltale/core/ports'
import type { z } from 'zod'
import { lazySecureContext } from '../probing/certificate.js'
import type { AddressFamily } from '../probing/lookup.js'
import type { PhaseLimits } from '../probing/measure.js'
import type { HttpAssertion } from './assertion.js'
import { ConnectionPool } from './connection-pool.js'
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
  readonly assertions: readonly HttpAssertion[]
  /** `true` when an assertion is about the body. */
  readonly needsBody: boolean
  /** The connection pool; absent when each check makes its own connection. */
  readonly connections: ConnectionPool | undefined
  /** Texts that must not be shown to anyone. */
  readonly secrets: readonly string[]
  /** Returns the TLS context with the trusted authorities; made on the first call. */
  readonly secureContext: () => SecureContext
}

/** Derives a probe's settings from its checked options. */
export function toProbeSettings(checked: Checked): ProbeSettings {
  const { auth, phaseTimeouts: limits, assertions, reuse, ca, body } = checked
  const needsBody = assertions.some(({ of }) => of === 'body' || of === 'json')
  const authorization = auth && authorizationOf(auth)
  const secrets = secretsOf(checked)
  const lowerCased = Object.entries(checked.headers).map(([name, value]) => [name.toLowerCase(), value])
  return {
    method: checked.method,
    headers: {
      accept: '*/*',
      // A compressed body could not be read, and a server may compress unless told otherwise.
      ...defined({ 'accept-encoding': needsBody ? 'identity' : undefined }),
      'user-agent': checked.userAgent,
      ...defined({
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
      connectMs: limits.connect,
      tlsMs: limits.tls,
      firstByteMs: limits.firstByte,
      downloadMs: limits.download,
    },
    retries: checked.retries,
    assertions,
    needsBody,
    connections: reuse ? new ConnectionPool() : undefined,
    secrets,
    secureContext: lazySecureContext(ca),
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
function secretsOf({ auth, headers, body }: Checked): readonly string[] {
  const ofHeaders = Object.entries(headers).flatMap(([name, value]) => {
    if (harmlessHeaders.test(name)) return []
    return listHeaders.test(name) ? [value, ...value.split(/[\s;,=]+/)] : [value]
  })
  const ofBody = body === undefined ? [] : [body, ...valuesOf(body)]
  const all = [...ofHeaders, ...ofBody, ...(auth ? secretsOfLogin(auth) : [])]
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
