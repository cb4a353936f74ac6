import { z } from 'zod'
import { durationOption, type OptionsShape } from '../../options/index.js'
import type { Duration, Lookup } from '../../ports/index.js'
import { allowHint, readAllowed } from '../guard/address-guard.js'
import { machineLookup } from '../guard/resolve.js'

/** How sites are asked. */
export interface PolitenessOptions {
  /** The least time between two calls to one site; its robots.txt may ask for more. @default '1s' */
  readonly gap?: Duration
  /** How many calls to one site run at once in this process, where answers take longer than the gap. @default 2 */
  readonly concurrency?: number
  /** The longest that a call waits for its turn; where it is further away, the call is refused at once. @default '60s' */
  readonly patience?: Duration
  /**
   * Sites, such as `'shop.example'`, whose owners allowed the host what their robots.txt does not; it is not read there,
   * and the gap is kept all the same. @default []
   */
  readonly permitted?: readonly string[]
}

/** Options of {@link createHttp}. */
export interface HttpOptions {
  /** How the client names itself. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
  /**
   * What of the host's own network URLs of users and pages may lead to: blocks such as `'10.0.0.0/8'`, addresses, and
   * host names such as `'db.internal'`. Cloud metadata services stay closed whatever stands here. @default []
   */
  readonly allow?: readonly string[]
  /** How sites are asked by those who come as guests; see `polite` of a call. @default {} */
  readonly politeness?: PolitenessOptions
  /** The longest that the headers of an answer may be together, in bytes. @default 16384 */
  readonly maxHeaderBytes?: number
  /**
   * A proxy that requests lead through, such as `'http://user:password@proxy.example:3128'`, by `CONNECT` for `http:` URLs
   * too. Names are looked up here all the same, and the proxy is told the address that was checked. Probes and
   * `network.connect` go past it: what they measure is the target. @default none, whatever the environment says
   */
  readonly proxy?: string
  /** Finds the addresses of a host name. @default the machine's resolver, its hosts file included */
  readonly lookup?: Lookup
}

const allowedEntry = z.string().transform((entry, context) => {
  const allowed = readAllowed(entry)
  if (allowed !== undefined) return allowed
  context.addIssue({ code: 'custom', message: `${allowHint}, got ${JSON.stringify(entry)}` })
  return z.NEVER
})

const duration = durationOption({ maxMs: 86_400_000 }).exactOptional()

const politenessSchema = z
  .strictObject({
    gap: duration,
    concurrency: z.int().min(1).max(100).exactOptional(),
    patience: duration,
    permitted: z.array(z.string().min(1)).exactOptional(),
  } satisfies OptionsShape<PolitenessOptions>)
  .transform(({ gap = 1_000, concurrency = 2, patience = 60_000, permitted = [] }) => ({
    gapMs: gap,
    concurrency,
    patienceMs: patience,
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
    .default(() => machineLookup),
} satisfies OptionsShape<HttpOptions>)
