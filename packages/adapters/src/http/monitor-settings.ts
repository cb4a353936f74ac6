import {
  type OptionsShape,
  type SettingPath,
  type SettingsDeclaration,
  settingsSchema,
} from '@telltale/core/ports'
import { z } from 'zod'
import type { ClientCertificate } from '../probing/certificate.js'
import { type Conditions, conditionsSchema } from '../probing/condition.js'
import { jsonPathIssue } from './json-path.js'
import {
  authSchema,
  type HttpAuth,
  type HttpPhaseTimeouts,
  headerName,
  headerValue,
  requestShape,
  type StatusRange,
} from './options.js'

/** A text that nobody may see: it is stored encrypted, and shown as `REDACTED`. */
export interface SecretText {
  /** The text. */
  readonly secret: string
}

/**
 * The request of one monitor. What it leaves out is as the adapter says; `null` takes off what the adapter sets.
 */
export interface HttpRequestSettings {
  /** The method. @default that of the adapter */
  readonly method?: 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /**
   * Headers, besides those of the adapter. The values of headers such as `authorization`, `cookie` and `x-api-key` are
   * secret, and any other in the form `{ secret: '…' }`. @default {}
   */
  readonly headers?: Readonly<Record<string, string | SecretText | null>>
  /** The body of any method but GET and HEAD, as plain text unless a `content-type` header says otherwise. @default none */
  readonly body?: string | SecretText | null
  /** The login. Its password or token is secret. @default none */
  readonly auth?: HttpAuth | null
  /** The maximum number of redirects; one more is a failure. @default 5 */
  readonly maxRedirects?: number
  /** The maximum size of the body in bytes as sent; more is a failure. @default 5242880 (5 MiB) */
  readonly maxBytes?: number
  /** The `user-agent` header. @default that of the adapter */
  readonly userAgent?: string
  /**
   * `true` to offer HTTP/2 besides HTTP/1.1 in the TLS handshake (ALPN), and to speak what the server chooses. In the clear,
   * and where the server chooses none, HTTP/1.1 is spoken. `reuse` keeps no connection of HTTP/2. @default that of the adapter
   */
  readonly http2?: boolean
  /**
   * The HTTP proxy to connect through, such as `'http://user:password@proxy.example:3128'`, also by `https:`. It gets
   * `CONNECT` for `http:` URLs too. Names are resolved here, and the proxy connects to the checked address. The guard has
   * to let the proxy through as well. With a login the whole URL is secret.
   *
   * @default that of the adapter
   */
  readonly proxy?: string | null
  /** The version of the Internet Protocol. @default whichever responds */
  readonly family?: 4 | 6 | null
  /** Certificates (PEM) of further trusted authorities, besides those of Node. @default [] */
  readonly ca?: readonly string[]
  /** `false` to accept any certificate, whoever issued it, for whatever name, expired or not. @default true */
  readonly verify?: boolean
  /** The server name (SNI), for which the certificate has to be valid. @default the URL's host */
  readonly serverName?: string | null
  /** The certificate that the client shows, with its key, which is secret. @default none */
  readonly clientCertificate?: ClientCertificate | null
  /** The maximum duration of single phases. @default {} */
  readonly phaseTimeouts?: HttpPhaseTimeouts
  /**
   * `true` to accept headers that older servers write and the standard forbids: folded lines, line feeds alone, bytes after
   * the answer. @default false
   */
  readonly lenient?: boolean
}

/** The conditions that the answer to one monitor has to meet. */
export interface HttpExpectations {
  /** The accepted statuses, as numbers and ranges such as `[[200, 299], 401]`. @default [[200, 299]] */
  readonly status?: number | readonly StatusRange[]
  /** Conditions on headers, by their names. @default {} */
  readonly header?: Readonly<Record<string, Conditions>>
  /** Conditions on the body as a text. @default none */
  readonly body?: Conditions
  /**
   * Conditions on values of a JSON body, by their paths (RFC 9535) such as `$.queues[0].length`. A path that may lead to
   * several values, such as `$.jobs[?@.state == 'failed']`, gives their list. @default {}
   */
  readonly json?: Readonly<Record<string, Conditions>>
  /** Conditions on the days until the first certificate of the chain ends. @default none */
  readonly certificateDaysLeft?: Conditions
  /** Conditions on the latency, in milliseconds. @default none */
  readonly latencyMs?: Conditions
}

/** The settings of a monitor that the HTTP probe checks. */
export interface HttpSettings {
  /** The request. @default as the adapter says */
  readonly request?: HttpRequestSettings | undefined
  /** The conditions that the answer has to meet. @default as the adapter says */
  readonly expect?: HttpExpectations | undefined
}

const secretText = z.strictObject({ secret: headerValue.min(1) } satisfies OptionsShape<SecretText>)

const own = /^(connection|content-length|transfer-encoding|host)$/i

const request = z
  .strictObject({
    method: requestShape.method.exactOptional(),
    headers: z
      .record(
        headerName.refine((name) => !own.test(name), 'expected no header that the probe sets itself'),
        z.union(
          [headerValue, secretText, z.null()],
          'expected a text that may stand in an HTTP header, or { secret }',
        ),
      )
      .exactOptional(),
    body: z.union([z.string(), z.strictObject({ secret: z.string().min(1) }), z.null()]).exactOptional(),
    auth: authSchema.nullable().exactOptional(),
    maxRedirects: requestShape.maxRedirects.exactOptional(),
    maxBytes: requestShape.maxBytes.max(100 * 2 ** 20).exactOptional(),
    userAgent: requestShape.userAgent.exactOptional(),
    http2: requestShape.http2.exactOptional(),
    proxy: requestShape.proxy.nullable().exactOptional(),
    family: requestShape.family.nullable().exactOptional(),
    ca: requestShape.ca.exactOptional(),
    verify: requestShape.verify.exactOptional(),
    serverName: requestShape.serverName.nullable().exactOptional(),
    clientCertificate: requestShape.clientCertificate.nullable().exactOptional(),
    phaseTimeouts: requestShape.phaseTimeouts.exactOptional(),
    lenient: requestShape.lenient.exactOptional(),
  } satisfies OptionsShape<HttpRequestSettings>)
  .superRefine(({ method = 'GET', body, auth, headers = {} }, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message })
    if (typeof (body ?? undefined) !== 'undefined' && (method === 'GET' || method === 'HEAD'))
      refuse('body', `expected none with ${method}; set the method as well`)
    if (auth && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization'))
      refuse('auth', 'expected either this or an authorization header')
  })

const byName = z
  .record(z.string().min(1).max(1_000), conditionsSchema)
  .refine((given) => Object.keys(given).length <= 20, 'expected at most 20 of them')

const expectations = z.strictObject({
  status: z
    .union([
      z
        .int()
        .min(100)
        .max(599)
        .transform((status) => [status]),
      requestShape.acceptStatus,
    ])
    .exactOptional(),
  header: byName.exactOptional(),
  body: conditionsSchema.exactOptional(),
  json: byName.exactOptional(),
  certificateDaysLeft: conditionsSchema.exactOptional(),
  latencyMs: conditionsSchema.exactOptional(),
} satisfies OptionsShape<HttpExpectations>)

const schema = settingsSchema(
  z.strictObject({
    request: request.exactOptional(),
    expect: expectations.exactOptional(),
  } satisfies OptionsShape<HttpSettings>),
)

/** The settings of a monitor, checked. */
export interface CheckedHttpSettings {
  /** The request. @default as the adapter says */
  readonly request?: z.output<typeof request>
  /** The conditions. @default as the adapter says */
  readonly expect?: z.output<typeof expectations>
}

/** The headers whose values are credentials, whatever the monitor says. */
const secretHeader =
  /^(authorization|proxy-authorization|cookie|.*(api|access|auth|secret|private|subscription)[-_]?key|.*(token|secret|password|signature|credential)s?)$/i

/** The settings that the HTTP probe takes of each monitor. */
export const httpSettings: SettingsDeclaration<HttpSettings, CheckedHttpSettings> = {
  schema: {
    '~standard': {
      version: 1,
      vendor: 'telltale',
      validate: async (given) => {
        const result = await schema['~standard'].validate(given)
        if (result.issues) return result
        for (const path of Object.keys(result.value.expect?.json ?? {})) {
          const message = await jsonPathIssue(path)
          if (message !== undefined) return { issues: [{ path: ['expect', 'json', path], message }] }
        }
        return result
      },
    },
  },
  secretPaths: ({ request: { headers = {}, auth, body, clientCertificate, proxy } = {} }) => {
    const paths: SettingPath[] = []
    for (const [name, value] of Object.entries(headers))
      if (typeof value === 'object' && value) paths.push(['request', 'headers', name, 'secret'])
      else if (value !== null && secretHeader.test(name)) paths.push(['request', 'headers', name])
    if (auth) paths.push(['request', 'auth', 'bearer' in auth ? 'bearer' : 'password'])
    if (typeof body === 'object' && body) paths.push(['request', 'body', 'secret'])
    if (clientCertificate) paths.push(['request', 'clientCertificate', 'key'])
    if (proxy && /@/.test(new URL(proxy).href)) paths.push(['request', 'proxy'])
    return paths
  },
}
