import { z } from 'zod'
import type { OptionsShape } from '../options/index.js'
import type { Lookup } from '../ports/index.js'
import { allowHint, readAllowed } from './guard/address-guard.js'
import { machineLookup } from './guard/resolve.js'

/** Options of {@link createHttp}. */
export interface HttpOptions {
  /** How the client names itself. @default 'Telltale (+https://github.com/telltale-sdk/telltale)' */
  readonly userAgent?: string
  /**
   * What of the host's own network URLs of users and pages may lead to: blocks such as `'10.0.0.0/8'`, addresses, and
   * host names such as `'db.internal'`. Cloud metadata services stay closed whatever stands here. @default []
   */
  readonly allow?: readonly string[]
  /** Finds the addresses of a host name. @default the machine's resolver, its hosts file included */
  readonly lookup?: Lookup
}

const allowedEntry = z.string().transform((entry, context) => {
  const allowed = readAllowed(entry)
  if (allowed !== undefined) return allowed
  context.addIssue({ code: 'custom', message: `${allowHint}, got ${JSON.stringify(entry)}` })
  return z.NEVER
})

/** Checks {@link HttpOptions}. */
export const httpSchema = z.strictObject({
  userAgent: z
    .string()
    .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'expected printable ASCII characters')
    .default('Telltale (+https://github.com/telltale-sdk/telltale)'),
  allow: z.array(allowedEntry).default([]),
  lookup: z
    .custom<Lookup>((value) => typeof value === 'function', 'expected a function')
    .default(() => machineLookup),
} satisfies OptionsShape<HttpOptions>)
