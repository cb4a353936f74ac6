import { X509Certificate } from 'node:crypto'
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { OptionsShape } from '@telltale/core/ports'
import { z } from 'zod'

/** A status, or all from the first to the second, both included. */
export type StatusRange = number | readonly [from: number, to: number]

/** Options of the HTTP probe. */
export interface HttpProbeOptions {
  /** Tells this probe from the host's other adapters. @default 'http' */
  readonly id?: string
  /** `HEAD` asks for the headers alone. @default 'GET' */
  readonly method?: 'GET' | 'HEAD'
  /** Sent to the target's own origin. After a redirect to another one only `accept` and `accept-language` are. @default {} */
  readonly headers?: Readonly<Record<string, string>>
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

/** Checks {@link HttpProbeOptions} and fills in the defaults. */
export const optionsSchema = z.strictObject({
  id: z.string().min(1).default('http'),
  method: z.enum(['GET', 'HEAD']).default('GET'),
  headers: z
    .record(
      z.string().refine((name) => mayStand(() => validateHeaderName(name)), {
        error: 'expected the name of an HTTP header',
      }),
      headerValue,
    )
    .default({}),
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
} satisfies OptionsShape<HttpProbeOptions>)
