import { X509Certificate } from 'node:crypto'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import { type Duration, durationOption, type OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'
import { assertionSchema, type HttpAssertion } from './assertion.js'

/** A status, or all from the first to the second, both included. */
export type StatusRange = number | readonly [from: number, to: number]

/** Options of the HTTP probe. */
export interface HttpProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'http' */
  readonly id?: string
  /** `HEAD` asks for the headers alone. @default 'GET' */
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Sent to the target's own origin. After a redirect to another one only `accept` and `accept-language` are. @default {} */
  readonly headers?: Readonly<Record<string, string>>
  /** Sent with any method but GET and HEAD, as plain text unless a `content-type` header says otherwise. @default none */
  readonly body?: string
  /** How the probe logs in, at the target's own origin alone. No measurement and no message shows it. @default none */
  readonly auth?: HttpAuth
  /** The statuses that a healthy target answers with. A redirect that is among them is an answer and is not followed. @default [[200, 299]] */
  readonly acceptStatus?: readonly StatusRange[]
  /** How many redirects are followed; one more is a failure. @default 5 */
  readonly maxRedirects?: number
  /** The longest body that is not a failure, in bytes as they are sent, compressed or not. @default 5242880 (5 MiB) */
  readonly maxBytes?: number
  /** How the probe names itself. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
  /** Certificates of authorities (PEM) that are trusted beside those that Node ships, such as a company's own. @default [] */
  readonly ca?: readonly string[]
  /** The version of the Internet Protocol to connect over. @default whichever answers */
  readonly family?: 4 | 6
  /** Keeps connections open for the next check, which then has no lookup, no connection and no handshake. @default false */
  readonly reuse?: boolean
  /**
   * How often a check that fails is tried again, at once and within the monitor's `timeout`, before it counts as
   * failed. A `phaseTimeouts` shorter than that leaves time after silence, too. @default 0
   */
  readonly retries?: number
  /** How long single phases may take, each time they take place; the monitor's `timeout` bounds the whole. @default {} */
  readonly phaseTimeouts?: HttpPhaseTimeouts
  /** What must hold of the last answer, judged in this order. @default [] */
  readonly assertions?: readonly HttpAssertion[]
}

/** A login by name and password (RFC 7617), or by a token (RFC 6750). */
export type HttpAuth = { readonly username: string; readonly password: string } | { readonly bearer: string }

/** How long single phases of a check may take. */
export interface HttpPhaseTimeouts {
  /** Looking the name up. */
  readonly dns?: Duration
  /** Opening the TCP connection. */
  readonly connect?: Duration
  /** The TLS handshake. */
  readonly tls?: Duration
  /** Until the first byte of the answer. */
  readonly firstByte?: Duration
  /** From the first to the last byte of the answer. */
  readonly download?: Duration
}

const status = z.int().min(100).max(599)

const mayStand = (validate: () => unknown): boolean => {
  try {
    validate()
    return true
  } catch {
    return false
  }
}

const headerValue = z.string().refine((value) => mayStand(() => validateHeaderValue('value', value)), {
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

const auth = z.union(
  [
    z.strictObject({ username: z.string().regex(/^[^:]*$/), password: z.string() }),
    z.strictObject({ bearer: headerValue.regex(/^[\w.~+/-]+=*$/) }),
  ],
  { error: 'expected { username, password }, without a colon in the name, or { bearer } with a token' },
)

const shape = z.strictObject({
  id: z.string().min(1).default('http'),
  method: z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  headers: z
    .record(
      z.string().refine((name) => mayStand(() => validateHeaderName(name)), {
        error: 'expected the name of an HTTP header',
      }),
      headerValue,
    )
    .default({}),
  body: z.string().exactOptional(),
  auth: auth.exactOptional(),
  acceptStatus: z
    .array(
      z.union(
        [status, z.tuple([status, status]).refine(([from, to]) => from <= to)],
        'expected a status from 100 to 599, or a range such as [200, 299]',
      ),
    )
    .min(1)
    .default([[200, 299]]),
  maxRedirects: z.int().min(0).max(20).default(5),
  maxBytes: z
    .int()
    .min(1)
    .default(5 * 2 ** 20),
  userAgent: headerValue.min(1).default('Telltale (+https://github.com/telltale-sdk/telltale)'),
  ca: z
    .array(
      z.string().refine((pem) => mayStand(() => new X509Certificate(pem)), {
        error: 'expected a certificate in PEM form',
      }),
    )
    .default([]),
  family: z.literal([4, 6]).exactOptional(),
  reuse: z.boolean().default(false),
  retries: z.int().min(0).max(10).default(0),
  phaseTimeouts: phaseTimeouts.default({}),
  assertions: z.array(assertionSchema).default([]),
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
