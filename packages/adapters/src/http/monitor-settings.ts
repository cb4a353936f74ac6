import { defined, type OptionsShape, type SettingPath, settingsSchema } from '@telltale/core/ports'
import { z } from 'zod'
import type { ClientCertificate } from '../probing/certificate.js'
import { type Conditions, conditionsSchema } from './condition.js'
import { jsonPathIssue } from './json-path.js'
import { type HttpAuth, type HttpPhaseTimeouts, requestShape, type StatusRange, secretHeader } from './options.js'

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
