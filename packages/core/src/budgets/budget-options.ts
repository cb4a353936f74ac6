import { z } from 'zod'
import { type OptionsShape, timeZoneOption } from '../options/index.js'
import type { AdapterBudget, SpendingLimits } from '../ports/index.js'

/** The limits of calls, lookups and spending of sources. */
export interface BudgetOptions {
  /** The limits of all sources together, such as `{ usdPerMonth: 200 }`. @default none */
  readonly total?: SpendingLimits
  /** The budgets by the id of the adapter. Each given member overrides the adapter's own. @default {} */
  readonly adapters?: Readonly<Record<string, AdapterBudget>>
  /**
   * The share of a limit from which the rest is spread evenly over the period: a call that comes too early is rejected
   * with the time at which it may come. 1 disables it. @default 0.8
   */
  readonly paceFrom?: number
  /** The time zone in which days and months begin, such as `'America/New_York'`. @default 'UTC' */
  readonly timeZone?: string
}

const count = z.int().min(0).max(1e12).exactOptional()
const usd = z.number().min(0).max(1e9).exactOptional()

const limitsShape = {
  callsPerDay: count,
  callsPerMonth: count,
  lookupsPerDay: count,
  lookupsPerMonth: count,
  usdPerDay: usd,
  usdPerMonth: usd,
} satisfies OptionsShape<SpendingLimits>

const adapterBudgetSchema = z.strictObject({
  ...limitsShape,
  costPerCallUsd: usd,
  callsPerLookup: z.int().min(1).max(1e6).exactOptional(),
  failuresPerHour: z.int().min(1).max(1e9).exactOptional(),
} satisfies OptionsShape<AdapterBudget>)

/** Checks {@link BudgetOptions}. */
export const budgetSchema = z
  .strictObject({
    total: z.strictObject(limitsShape).exactOptional(),
    adapters: z.record(z.string(), adapterBudgetSchema).exactOptional(),
    paceFrom: z.number().min(0).max(1).exactOptional(),
    timeZone: timeZoneOption.exactOptional(),
  } satisfies OptionsShape<BudgetOptions>)
  .transform(({ total = {}, adapters = {}, paceFrom = 0.8, timeZone = 'UTC' }) => {
    return { total, adapters, paceFrom, timeZone }
  })

/** {@link BudgetOptions} with their defaults. */
export type BudgetSettings = z.output<typeof budgetSchema>
