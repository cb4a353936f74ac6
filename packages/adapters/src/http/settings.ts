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

/** What a probe was made with, checked, with every default filled in and all that does not change worked out. */
export interface ProbeSettings {
  readonly method: Checked['method']
  /** Everything that is sent to the target but its host, by names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
  readonly acceptStatus: readonly StatusRange[]
  readonly maxRedirects: number
  readonly maxBytes: number
  readonly family: AddressFamily | undefined
  readonly limits: PhaseLimits
  readonly retries: number
  readonly assertions: readonly HttpAssertion[]
  /** Whether an assertion looks at the body. */
  readonly needsBody: boolean
  /** The connections that are kept; absent when each check makes its own. */
  readonly connections: ConnectionPool | undefined
  /** What must not be shown to anyone. */
  readonly secrets: readonly string[]
  /** Returns a text in which nothing secret can be read. */
  readonly conceal: (text: string) => string
  /** What certificates are checked by; made when it is first asked for. */
  readonly secureContext: () => SecureContext
}

/** Works out what a probe needs for each of its checks. */
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
      // What is compressed could not be read; a server may compress where nothing is said.
      ...defined({ 'accept-encoding': needsBody ? 'identity' : undefined }),
      'user-agent': checked.userAgent,
      ...defined({
        'content-type': body === undefined ? undefined : 'text/plain;charset=utf-8',
        authorization: authorization || undefined,
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

/** The value of an `authorization` header for a login (RFC 7617). */
export const basicAuthorization = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const authorizationOf = (auth: HttpAuth): string =>
  'bearer' in auth ? `Bearer ${auth.bearer}` : basicAuthorization(auth.username, auth.password)

/** The secret in each form in which an answer may hold it up to us. */
function secretsOf(auth: HttpAuth): string[] {
  if ('bearer' in auth) return [auth.bearer]
  const encoded = authorizationOf(auth).slice('Basic '.length)
  return [encoded, auth.password, encodeURIComponent(auth.password)].filter((secret) => secret !== '')
}
