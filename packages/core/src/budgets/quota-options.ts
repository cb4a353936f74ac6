import { z } from 'zod'
import type { OptionsShape } from '../options/index.js'

/** The quotas of a plan. One that is absent is not limited. */
export interface QuotaPlan {
  /** The number of monitors, push monitors and paused ones included. @default unlimited */
  readonly monitors?: number
  /** The number of tracked products. @default unlimited */
  readonly products?: number
  /** The number of calls of a day to sources that cost money, those of the schedule included. @default unlimited */
  readonly paidCallsPerDay?: number
  /** The number of requests of a minute that the HTTP API answers. @default unlimited */
  readonly requestsPerMinute?: number
}

/** The name of a quota. */
export type QuotaName = keyof QuotaPlan

/** The quotas of owners, by plan. */
export interface QuotaOptions {
  /** The plans by name, such as `{ free: { monitors: 50 }, pro: { monitors: 1_000 } }`. */
  readonly plans: Readonly<Record<string, QuotaPlan>>
  /**
   * Returns the name of an owner's plan; `undefined` for an owner without quotas. It is asked each time that a quota counts,
   * by the schedule as well: let it answer from a cache. @default the first of `plans`, for every owner
   */
  readonly planOf?: (ownerId: string) => Promise<string | undefined> | string | undefined
}

const count = z.int().min(0).max(1e12).exactOptional()

const planSchema = z.strictObject({
  monitors: count,
  products: count,
  paidCallsPerDay: count,
  requestsPerMinute: count,
} satisfies OptionsShape<QuotaPlan>)

/** Checks {@link QuotaOptions}. */
export const quotaSchema = z
  .strictObject({
    plans: z
      .record(z.string().min(1).max(100), planSchema)
      .refine((plans) => Object.keys(plans).length > 0, { error: 'expected at least one plan' }),
    planOf: z
      .custom<NonNullable<QuotaOptions['planOf']>>(
        (value) => typeof value === 'function',
        "expected a function that returns the name of an owner's plan",
      )
      .exactOptional(),
  } satisfies OptionsShape<QuotaOptions>)
  .transform(({ plans, planOf = () => Object.keys(plans)[0] }) => ({ plans, planOf }))

/** {@link QuotaOptions} with their defaults. */
export type QuotaSettings = z.output<typeof quotaSchema>
