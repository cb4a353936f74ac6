import { z } from 'zod'
import { type OptionsShape, timeOption } from '../options/index.js'
import { type OpportunityStatus, opportunityStatuses } from '../records/opportunity-records.js'
import { type ListOptions, listShape } from '../runtime/index.js'

/** The orders of opportunities. */
const orders = ['score', 'profit', 'confidence', 'found'] as const

/** Options of a list of opportunities. Filters that are absent let every opportunity through. */
export interface OpportunityListOptions extends ListOptions {
  /** The id of a search. @default any */
  readonly searchId?: string
  /** The state, as far as the owner came with it. @default any */
  readonly status?: OpportunityStatus
  /** `true` for those that meet the search's `deal`, `false` for those that do no more. @default both */
  readonly isActive?: boolean
  /** The lowest projected profit, in US dollars. @default any */
  readonly minProfit?: number
  /** The lowest confidence, from 0 to 1. @default any */
  readonly minConfidence?: number
  /** The order: the highest score, profit or confidence first, or the one that was found last. @default 'score' */
  readonly orderBy?: (typeof orders)[number]
}

/** The schema of {@link OpportunityListOptions}. */
export const opportunityListSchema = z.strictObject({
  ...listShape,
  searchId: z.string().min(1).max(200).optional(),
  status: z.enum(opportunityStatuses).optional(),
  isActive: z.boolean().optional(),
  minProfit: z.number().min(-1e9).max(1e9).optional(),
  minConfidence: z.number().min(0).max(1).optional(),
  orderBy: z.enum(orders).default('score'),
} satisfies OptionsShape<OpportunityListOptions>)

/** The outcome of an opportunity, as its owner records it. */
export interface OutcomeOptions {
  /** The time at which the car was bought, in epoch milliseconds. */
  readonly boughtAt: number
  /** The price paid for the car itself, in US dollars. */
  readonly boughtFor: number
  /** The time at which it was sold, in epoch milliseconds. @default not sold yet */
  readonly soldAt?: number
  /** The price that it was sold for, in US dollars; given with `soldAt`. @default not sold yet */
  readonly soldFor?: number
}

const usd = z.number().min(0).max(1e9)

/** The schema of {@link OutcomeOptions}. */
export const outcomeSchema = z
  .strictObject({
    boughtAt: timeOption,
    boughtFor: usd,
    soldAt: timeOption.exactOptional(),
    soldFor: usd.exactOptional(),
  } satisfies OptionsShape<OutcomeOptions>)
  .refine(({ soldAt, soldFor }) => (soldAt === undefined) === (soldFor === undefined), {
    path: ['soldFor'],
    error: 'expected `soldAt` and `soldFor` together',
  })
  .refine(({ boughtAt, soldAt = boughtAt }) => soldAt >= boughtAt, {
    path: ['soldAt'],
    error: 'expected a time that is not before `boughtAt`',
  })

/** The schema of a state. */
export const statusSchema = z.strictObject({ status: z.enum(opportunityStatuses) })
