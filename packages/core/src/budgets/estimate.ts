import { z } from 'zod'
import { excerpt } from '../errors/index.js'
import { durationOption, type OptionsShape } from '../options/index.js'
import type { AdapterBudget, SpendingLimits } from '../ports/index.js'
import type { Duration } from '../time/index.js'
import { dayMs } from '../time/index.js'

/** Calls to one source on a schedule. */
export interface ScheduledWork {
  /** The id of the adapter. */
  readonly adapter: string
  /** The time between two runs. */
  readonly every: Duration
  /** The number of items that are checked in each run, such as products. @default 1 */
  readonly items?: number
  /** The number of calls for one item in one run. @default `callsPerLookup` of the adapter's budget */
  readonly calls?: number
  /** The cost of one call, in US dollars. @default `costPerCallUsd` of the adapter's budget */
  readonly costUsd?: number
}

/** Maximum calls, lookups and spending. */
export interface Spending {
  /** The calls per day. */
  readonly callsPerDay: number
  /** The calls of the longest month, which has 31 days. */
  readonly callsPerMonth: number
  /** The lookups per day: one for each item and run. */
  readonly lookupsPerDay: number
  /** The lookups of the longest month, which has 31 days. */
  readonly lookupsPerMonth: number
  /** The cost per day, in US dollars. */
  readonly usdPerDay: number
  /** The cost of the longest month, which has 31 days, in US dollars. */
  readonly usdPerMonth: number
}

/** The estimated calls and spending of one source, or of all together, and the limits that they exceed. */
export interface EstimatedSpending extends Spending {
  /** The names of the limits that would be exceeded. */
  readonly exceededLimits: readonly (keyof SpendingLimits)[]
}

/** The estimated calls and spending of a list of scheduled work. */
export interface SpendingEstimate {
  /** The estimate of each source, by the id of its adapter. */
  readonly adapters: readonly (EstimatedSpending & { readonly adapter: string })[]
  /** The estimate of all sources together. */
  readonly total: EstimatedSpending
  /** `true` when no limit would be exceeded. */
  readonly isWithinLimits: boolean
}

const longestMonthDays = 31

/** Returns the schema of a list of {@link ScheduledWork}. */
export const scheduledWorkSchema = (budgets: ReadonlyMap<string, AdapterBudget>) =>
  z
    .array(
      z.strictObject({
        adapter: z.string().refine((id) => budgets.has(id), {
          error: ({ input }) =>
            `no adapter with a budget is called ${excerpt(input)}; those with one: ${[...budgets.keys()].join(', ') || 'none'}`,
        }),
        every: durationOption({ minMs: 1_000 }),
        items: z.int().min(0).max(1e9).default(1),
        calls: z.int().min(0).max(1e9).exactOptional(),
        costUsd: z.number().min(0).max(1e6).exactOptional(),
      } satisfies OptionsShape<ScheduledWork>),
      { error: 'expected a list of scheduled work' },
    )
    .max(1_000)

type CheckedWork = z.output<ReturnType<typeof scheduledWorkSchema>>

/** Adds up the calls and costs of work, for each source and for all together. */
export function estimateSpending(
  work: CheckedWork,
  budgets: ReadonlyMap<string, AdapterBudget>,
  total: SpendingLimits,
): SpendingEstimate {
  const parts = work.map(({ adapter, every, items, calls, costUsd }) => {
    const budget = budgets.get(adapter)
    const lookups = (dayMs / every) * items
    const callsPerDay = lookups * (calls ?? budget?.callsPerLookup ?? 1)
    const usd = callsPerDay * (costUsd ?? budget?.costPerCallUsd ?? 0)
    return { adapter, ...spending(callsPerDay, lookups, usd) }
  })
  const adapters = [...new Set(parts.map(({ adapter }) => adapter))].map((adapter) => ({
    adapter,
    ...compare(sum(parts.filter((part) => part.adapter === adapter)), budgets.get(adapter) ?? {}),
  }))
  const all = compare(sum(parts), total)
  const isWithinLimits = [all, ...adapters].every(({ exceededLimits }) => exceededLimits.length === 0)
  return { adapters, total: all, isWithinLimits }
}

const spending = (callsPerDay: number, lookupsPerDay: number, usdPerDay: number): Spending => ({
  callsPerDay,
  callsPerMonth: callsPerDay * longestMonthDays,
  lookupsPerDay,
  lookupsPerMonth: lookupsPerDay * longestMonthDays,
  usdPerDay,
  usdPerMonth: usdPerDay * longestMonthDays,
})

const sum = (parts: readonly Spending[]): Spending =>
  parts.reduce(
    (all, part) =>
      spending(
        all.callsPerDay + part.callsPerDay,
        all.lookupsPerDay + part.lookupsPerDay,
        all.usdPerDay + part.usdPerDay,
      ),
    spending(0, 0, 0),
  )

const limitNames = [
  'callsPerDay',
  'callsPerMonth',
  'lookupsPerDay',
  'lookupsPerMonth',
  'usdPerDay',
  'usdPerMonth',
] as const satisfies readonly (keyof SpendingLimits)[]

const compare = (spent: Spending, limits: SpendingLimits): EstimatedSpending => ({
  ...spent,
  exceededLimits: limitNames.filter((name) => spent[name] > (limits[name] ?? Number.POSITIVE_INFINITY)),
})
