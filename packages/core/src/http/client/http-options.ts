import { z } from 'zod'
import { durationOption, type OptionsShape } from '../../options/index.js'
import type { Duration, Lookup } from '../../ports/index.js'
import { dayMs, minuteMs } from '../../time/index.js'
import { allowHint, parseAllowed } from '../guard/address-guard.js'
import { createMachineLookup } from '../guard/machine-lookup.js'

/** The crawl politeness of calls that are `polite`. */
export interface PolitenessOptions {
  /** The minimum time between two calls to one site. Its robots.txt may ask for more. @default '1s' */
  readonly gap?: Duration
  /** The maximum number of concurrent calls to one site in this process, if they take longer than the gap. @default 2 */
  readonly concurrency?: number
  /** The maximum time that a call waits to be sent. A call that would wait longer is rejected at once. @default '60s' */
  readonly maxWait?: Duration
  /**
   * Sites, such as `'shop.example'`, whose owners allowed the host what their robots.txt forbids. The file is not read
   * there; the gap is kept all the same. @default []
   */
  readonly permitted?: readonly string[]
}

/** Options of {@link createHttp}. */
export interface HttpOptions {
  /** The `user-agent` of every request. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
  /**
   * The parts of the host's own network that URLs of users and pages may lead to: blocks such as `'10.0.0.0/8'`,
   * addresses, and host names such as `'db.internal'`. The metadata service of a cloud is opened by its exact address alone,
   * by no block and no name. Behind a NAT64 translator with a prefix of its own, name `'64:ff9b:1::/48'`. @default []
   */
  readonly allow?: readonly string[]
  /** The crawl politeness of calls that are `polite`. @default {} */
  readonly politeness?: PolitenessOptions
  /** The maximum length of all headers of a response together, in bytes. @default 16384 */
  readonly maxHeaderBytes?: number
  /**
   * The proxy of all requests, such as `'http://user:password@proxy.example:3128'`. It gets `CONNECT` for `http:` URLs
   * too. Names are resolved here, and the proxy connects to the checked address. Probes and `network.connect` bypass
   * it, since they measure the target; the HTTP probe has a `proxy` of its own. @default none, whatever the environment says
   */
  readonly proxy?: string
  /**
   * Resolves a host name to its addresses. @default the hosts file, then the name servers of the machine with its search
   * domains, any number of names at a time; single words and `….local` are left to the system's resolver
   */
  readonly lookup?: Lookup
}

const allowedEntry = z.string().transform((entry, context) => {
  const allowed = parseAllowed(entry)
  if (allowed !== undefined) return allowed
  context.addIssue({ code: 'custom', message: `${allowHint}, got ${JSON.stringify(entry)}` })
  return z.NEVER
})

const duration = durationOption({ maxMs: dayMs }).exactOptional()

const politenessSchema = z
  .strictObject({
    gap: duration,
    concurrency: z.int().min(1).max(100).exactOptional(),
    maxWait: duration,
    permitted: z.array(z.string().min(1)).exactOptional(),
  } satisfies OptionsShape<PolitenessOptions>)
  .transform(({ gap = 1_000, concurrency = 2, maxWait = minuteMs, permitted = [] }) => ({
    gapMs: gap,
    concurrency,
    maxWaitMs: maxWait,
    permitted,
  }))

/** Checks {@link HttpOptions}. */
export const httpSchema = z.strictObject({
  userAgent: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'expected printable ASCII characters')
    .default('Telltale (+https://github.com/telltale-sdk/telltale)'),
  allow: z.array(allowedEntry).default([]),
  politeness: politenessSchema.prefault({}),
  maxHeaderBytes: z.int().min(1_024).max(1_048_576).default(16_384),
  proxy: z
    .url({ protocol: /^https?$/, error: 'expected the URL of an HTTP proxy' })
    .transform((url) => new URL(url))
    .exactOptional(),
  lookup: z
    .custom<Lookup>((value) => typeof value === 'function', 'expected a function')
    .default(() => createMachineLookup()),
} satisfies OptionsShape<HttpOptions>)
