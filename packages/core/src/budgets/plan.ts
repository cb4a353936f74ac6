import { z } from 'zod'
import { durationOption, type OptionsShape } from '../options/index.js'
import type { AdapterBudget, SpendingLimits } from '../ports/index.js'
import type { Duration } from '../time/index.js'
import { dayMs } from '../time/index.js'

/** Work that is to be done on a schedule. */
export interface PlannedWork {
  /** The id of the adapter that is asked. */
  readonly adapter: string
  /** The time between two runs. */
  readonly every: Duration
  /** How many things are watched so. @default 1 */
  readonly items?: number
  /** How many calls one run of one thing makes. @default 1 */
  readonly calls?: number
  /** What one call costs, in US dollars. @default what the adapter's budget says */
  readonly costUsd?: number
}

/** What is asked and spent at most. */
export interface Spending {
  readonly callsPerDay: number
  /** Of the longest month, which has 31 days. */
  readonly callsPerMonth: number
  readonly usdPerDay: number
  /** Of the longest month, which has 31 days. */
  readonly usdPerMonth: number
}

/** What one source, or all together, are asked and spend, against their limits. */
export interface PlannedSpending extends Spending {
  /** The limits that it would pass. */
  readonly over: readonly (keyof SpendingLimits)[]
}

/** What a watch list will ask and spend. */
export interface SpendingPlan {
  readonly adapters: readonly (PlannedSpending & { readonly adapter: string })[]
  /** Of all sources together. */
  readonly total: PlannedSpending
  /** Whether no limit would be passed. */
  readonly fits: boolean
}

const longestMonthDays = 31

/** Checks {@link PlannedWork}. */
export const planSchema = (budgets: ReadonlyMap<string, AdapterBudget>) =>
  z.array(
    z.strictObject({
      adapter: z.string().refine((id) => budgets.has(id), {
        error: ({ input }) =>
          `no adapter with a budget is called ${JSON.stringify(input)}; those with one: ${[...budgets.keys()].join(', ') || 'none'}`,
      }),
      every: durationOption({ minMs: 1_000 }),
      items: z.int().min(0).default(1),
      calls: z.int().min(0).default(1),
      costUsd: z.number().min(0).exactOptional(),
    } satisfies OptionsShape<PlannedWork>),
  )

type CheckedWork = z.output<ReturnType<typeof planSchema>>

/** Adds up what work asks and spends, source by source and for all together. */
export function planSpending(
  work: CheckedWork,
  budgets: ReadonlyMap<string, AdapterBudget>,
  total: SpendingLimits,
): SpendingPlan {
  const parts = work.map(({ adapter, every, items, calls, costUsd }) => {
    const budget = budgets.get(adapter)
    const callsPerDay = (dayMs / every) * items * calls
    return { adapter, ...spending(callsPerDay, callsPerDay * (costUsd ?? budget?.costPerCallUsd ?? 0)) }
  })
  const adapters = [...new Set(parts.map(({ adapter }) => adapter))].map((adapter) => ({
    adapter,
    ...against(sum(parts.filter((part) => part.adapter === adapter)), budgets.get(adapter) ?? {}),
  }))
  const all = against(sum(parts), total)
  return { adapters, total: all, fits: [all, ...adapters].every(({ over }) => over.length === 0) }
}

const spending = (callsPerDay: number, usdPerDay: number): Spending => ({
  callsPerDay,
  callsPerMonth: callsPerDay * longestMonthDays,
  usdPerDay,
  usdPerMonth: usdPerDay * longestMonthDays,
})

const sum = (parts: readonly Spending[]): Spending =>
  parts.reduce(
    (all, part) => spending(all.callsPerDay + part.callsPerDay, all.usdPerDay + part.usdPerDay),
    spending(0, 0),
  )

const names = ['callsPerDay', 'callsPerMonth', 'usdPerDay', 'usdPerMonth'] as const

const against = (spent: Spending, limits: SpendingLimits): PlannedSpending => ({
  ...spent,
  over: names.filter((name) => spent[name] > (limits[name] ?? Number.POSITIVE_INFINITY)),
})
