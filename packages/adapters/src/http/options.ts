import { validateHeaderName, validateHeaderValue } from 'node:http'
import { type Duration, durationOption, type OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import type { ClientCertificate } from '../probing/certificate.js'
import { tlsChecks, tlsShape } from '../probing/tls-options.js'
import { assertionSchema, type HttpAssertion } from './assertion.js'

/** A status, or a range with both ends included. */
export type StatusRange = number | readonly [from: number, to: number]

/** Options of the HTTP probe. */
export interface HttpProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'http' */
  readonly id?: string
  /**
   * The origins that it measures, such as `'https://api.example'`, and the only ones that its `headers`, `body` and `auth`
   * are meant for. Name them where people choose URLs: without, anybody can have these sent to a server of their own.
   *
   * @default [] (any)
   */
  readonly origins?: readonly string[]
  /** The method of the request. `HEAD` asks for the headers alone. @default 'GET' */
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Headers for the target's own origin. After a redirect to another origin only `accept`, `accept-language`,
   * `accept-encoding` and `user-agent` are sent. @default {}
   */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * The body of any method but GET and HEAD, as plain text unless a `content-type` header says otherwise. @default none
   */
  readonly body?: string
  /** The login, for the target's own origin alone. No measurement and no message shows it. @default none */
  readonly auth?: HttpAuth
  /**
   * The statuses of a healthy target. A redirect among them is the final response and is not followed. @default [[200,
   * 299]]
   */
  readonly acceptStatus?: readonly StatusRange[]
  /** The maximum number of redirects; one more is a failure. @default 5 */
  readonly maxRedirects?: number
  /** The maximum size of the body in bytes as sent, compressed or not; more is a failure. @default 5242880 (5 MiB) */
  readonly maxBytes?: number
  /** The `user-agent` header. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
  /** Certificates (PEM) of further trusted authorities, such as a company's own, besides those of Node. @default [] */
  readonly ca?: readonly string[]
  /** `false` to accept any certificate, whoever issued it, for whatever name, expired or not. @default true */
  readonly verify?: boolean
  /** The server name (SNI), for which the certificate has to be valid. @default the URL's host */
  readonly serverName?: string
  /** The certificate that the client shows where a server asks for one, and its key. @default none */
  readonly clientCertificate?: ClientCertificate
  /**
   * `true` to accept headers that older servers write and the standard forbids: folded lines, line feeds alone, bytes after
   * the answer. @default false
   */
  readonly lenient?: boolean
  /**
   * `true` to offer HTTP/2 besides HTTP/1.1 in the TLS handshake (ALPN), and to speak what the server chooses. In the clear,
   * and where the server chooses none, HTTP/1.1 is spoken. `reuse` keeps no connection of HTTP/2. @default false
   */
  readonly http2?: boolean
  /**
   * The HTTP proxy to connect through, such as `'http://user:password@proxy.example:3128'`, also by `https:`. It gets
   * `CONNECT` for `http:` URLs too. Names are resolved here, and the proxy connects to the checked address. The host's own
   * proxy may lie in its own network.
   *
   * @default none, whatever the environment says
   */
  readonly proxy?: string
  /** The version of the Internet Protocol. @default whichever responds */
  readonly family?: 4 | 6
  /** Keeps connections open for the next check, which then needs no lookup, connection or handshake. @default false */
  readonly reuse?: boolean
  /**
   * The maximum number of retries of a failed check, at once and within the monitor's `timeout`, before it counts as failed.
   * A `phaseTimeouts` shorter than that leaves time for them after silence, too. @default 0
   */
  readonly retries?: number
  /**
   * The maximum duration of single phases, each time they occur; the monitor's `timeout` bounds the whole. @default {}
   */
  readonly phaseTimeouts?: HttpPhaseTimeouts
  /** Conditions on the last response, checked in this order. @default [] */
  readonly assertions?: readonly HttpAssertion[]
}

/** A login by name and password (RFC 7617), or by a token (RFC 6750). */
export type HttpAuth = { readonly username: string; readonly password: string } | { readonly bearer: string }

/** The maximum duration of single phases of a check. */
export interface HttpPhaseTimeouts {
  /** The lookup of the name. @default none */
  readonly dns?: Duration
  /** The TCP connection; with a proxy all of its part. @default none */
  readonly connect?: Duration
  /** The TLS handshake. @default none */
  readonly tls?: Duration
  /** The wait for the first byte of the response. @default none */
  readonly firstByte?: Duration
  /** The time from the first to the last byte of the response. @default none */
  readonly download?: Duration
}

const status = z.int().min(100).max(599)

const isAccepted = (validate: () => unknown): boolean => {
  try {
    validate()
    return true
  } catch {
    return false
  }
}

export const headerName = z.string().refine((name) => isAccepted(() => validateHeaderName(name)), {
  error: 'expected the name of an HTTP header',
})

export const headerValue = z
  .string()
  .refine((value) => isAccepted(() => validateHeaderValue('value', value)), {
    error: 'expected a text that may stand in an HTTP header',
  })

const phaseLimit = durationOption().exactOptional()

const phaseTimeouts = z.strictObject({
  dns: phaseLimit,
  connect: phaseLimit,
  tls: phaseLimit,
  firstByte: phaseLimit,
  download: phaseLimit,
} satisfies OptionsShape<HttpPhaseTimeouts>)

export const authSchema = z.union(
  [
    z.strictObject({ username: z.string().regex(/^[^:]*$/), password: z.string() }),
    z.strictObject({ bearer: headerValue.regex(/^[\w.~+/-]+=*$/) }),
  ],
  { error: 'expected { username, password }, without a colon in the name, or { bearer } with a token' },
)

function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, pathname, search, username, password } = new URL(text)
  return (
    /^https?:$/.test(protocol) &&
    hostname !== '' &&
    `${pathname}${search}` === '/' &&
    isAccepted(() => decodeURIComponent(username + password))
  )
}

const acceptStatus = z
  .array(
    z.union(
      [status, z.tuple([status, status]).refine(([from, to]) => from <= to)],
      'expected a status from 100 to 599, or a range such as [200, 299]',
    ),
  )
  .min(1)

/** The members of a request that the adapter and each monitor have alike. */
export const requestShape = {
  method: z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']),
  maxRedirects: z.int().min(0).max(20),
  maxBytes: z.int().min(1),
  userAgent: headerValue.min(1),
  ...tlsChecks,
  lenient: z.boolean(),
  http2: z.boolean(),
  proxy: z.string().max(2_000).refine(isProxyUrl, {
    error: "expected the URL of an HTTP proxy, such as 'http://user:password@proxy.example:3128'",
  }),
  family: z.literal([4, 6]),
  phaseTimeouts,
  acceptStatus,
}

const shape = z.strictObject({
  id: z.string().min(1).default('http'),
  origins: z
    .array(
      z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text.toLowerCase(), {
        error: "expected an origin such as 'https://api.example'",
      }),
    )
    .transform((origins) => origins.map((origin) => origin.toLowerCase()))
    .default([]),
  method: requestShape.method.default('GET'),
  headers: z.record(headerName, headerValue).default({}),
  body: z.string().exactOptional(),
  auth: authSchema.exactOptional(),
  acceptStatus: requestShape.acceptStatus.default([[200, 299]]),
  maxRedirects: requestShape.maxRedirects.default(5),
  maxBytes: requestShape.maxBytes.default(5 * 2 ** 20),
  userAgent: requestShape.userAgent.default('Telltale (+https://github.com/telltale-sdk/telltale)'),
  ...tlsShape,
  lenient: requestShape.lenient.default(false),
  http2: requestShape.http2.default(false),
  proxy: requestShape.proxy.exactOptional(),
  family: requestShape.family.exactOptional(),
  reuse: z.boolean().default(false),
  retries: z.int().min(0).max(10).default(0),
  phaseTimeouts: phaseTimeouts.default({}),
  assertions: z.array(assertionSchema).max(100).default([]),
} satisfies OptionsShape<HttpProbeOptions>)

/** Checks {@link HttpProbeOptions} and fills in the defaults. */
export const optionsSchema = shape.superRefine(({ method, body, auth, headers }, context) => {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message })
  if (body !== undefined && (method === 'GET' || method === 'HEAD'))
    refuse('body', `expected none with ${method}`)
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  if (auth && names.includes('authorization'))
    refuse('auth', 'expected either this or an authorization header')
  const own = names.find((name) => /^(connection|content-length|transfer-encoding)$/.test(name))
  if (own) refuse('headers', `expected no ${own}: the probe sets it itself`)
})
