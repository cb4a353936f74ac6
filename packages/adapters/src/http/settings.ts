import type { SecureContext } from 'node:tls'
import { defined } from '@telltale/core/ports'
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
  /** Replaces every secret in a text. */
  readonly conceal: (text: string) => string
  /** Returns the TLS context with the trusted authorities; made on the first call. */
  readonly secureContext: () => SecureContext
}

/** Derives a probe's settings from its checked options. */
export function toProbeSettings(checked: Checked): ProbeSettings {
  const { auth, phaseTimeouts: limits, assertions, reuse, ca, body } = checked
  const needsBody = assertions.some(({ of }) => of === 'body' || of === 'json')
  const authorization = auth && authorizationOf(auth)
  const secrets = auth ? secretsOf(auth) : []
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
    conceal: (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '[concealed]'), text),
    secureContext: lazySecureContext(ca),
  }
}

/** Returns the `authorization` header of a login by name and password (RFC 7617). */
export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const authorizationOf = (auth: HttpAuth): string =>
  'bearer' in auth ? `Bearer ${auth.bearer}` : basicAuthorization(auth.username, auth.password)

/** Returns the secret in each form in which a response may repeat it. */
function secretsOf(auth: HttpAuth): string[] {
  if ('bearer' in auth) return [auth.bearer]
  const encoded = authorizationOf(auth).slice('Basic '.length)
  return [encoded, auth.password, encodeURIComponent(auth.password)].filter((secret) => secret !== '')
}
