import { z } from 'zod'
import { type Duration, durationOption, type OptionsShape, urlOption } from '../options/index.js'
import type { TierSet } from './define-tiers.js'
import { sonicTiers } from './tier.js'
import { tierSetOption } from './tier-option.js'

/** What is to be monitored. */
export interface MonitorOptions {
  /** Where it is; which schemes are known depends on the adapters. */
  readonly url: string
  /** How people call it. @default the URL's host and path */
  readonly name?: string
  /** The time between two checks; from `'1s'` to `'30d'`. @default '1m' */
  readonly every?: Duration
  /** How long one check may take; from `'50ms'` to `'60s'`. @default '10s' */
  readonly timeout?: Duration
  /** The tiers its latency is put into. @default sonicTiers */
  readonly tiers?: TierSet
  /** The id of the adapter whose probe measures it. @default the first one that knows the URL */
  readonly adapter?: string
  /** Whether it begins with its schedule standing still. @default false */
  readonly paused?: boolean
}

/** What is to change about a monitor; what is absent stays. */
export type MonitorPatch = Partial<MonitorOptions>

const shape = {
  url: urlOption({ anyProtocol: true }),
  name: z.string().trim().min(1).max(200).optional(),
  every: durationOption({ minMs: 1_000, maxMs: 30 * 86_400_000 }),
  timeout: durationOption({ minMs: 50, maxMs: 60_000 }),
  tiers: tierSetOption(),
  adapter: z.string().min(1).optional(),
  paused: z.boolean(),
} satisfies OptionsShape<MonitorOptions>

/** Checks {@link MonitorOptions}. */
export const monitorSchema = z.strictObject({
  ...shape,
  every: shape.every.default(60_000),
  timeout: shape.timeout.default(10_000),
  tiers: shape.tiers.default(sonicTiers),
  paused: shape.paused.default(false),
})

/** Checks a {@link MonitorPatch}. */
export const monitorPatchSchema = z.strictObject({
  ...shape,
  url: shape.url.optional(),
  every: shape.every.optional(),
  timeout: shape.timeout.optional(),
  tiers: shape.tiers.optional(),
  paused: shape.paused.optional(),
} satisfies OptionsShape<MonitorPatch>)
