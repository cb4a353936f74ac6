import { BudgetError, ValidationError } from '../errors/index.js'
import type { EventHub } from '../events/index.js'
import { defined, parseOptions } from '../options/index.js'
import type { Adapter, AdapterBudget, BudgetUse, Clock, Counters } from '../ports/index.js'
import type { BudgetSettings } from './budget-options.js'
import {
  estimateSpending,
  type ScheduledWork,
  type SpendingEstimate,
  scheduledWorkSchema,
} from './estimate.js'
import { fromUnits, type Quota, quotasOf, toUnits } from './quota.js'
import { QuotaCounters, type QuotaUsage } from './quota-counters.js'

/** The budgets of sources: their current use, and estimates. */
export interface Budgets {
  /** Reads the current sums of all processes: those of each source, then those of all sources together. */
  status(): Promise<readonly BudgetUse[]>
  /**
   * Estimates the maximum calls and spending of scheduled work before it begins. Caches, which reduce both, are ignored.
   *
   * @throws `ValidationError` when the work is malformed or names an unknown adapter.
   */
  estimate(work: readonly ScheduledWork[]): SpendingEstimate
}

/** A call that was counted on its budget. */
export interface Charge {
  /** Takes the call back, because it never reached the source. */
  refund(): Promise<void>
}

/** The parts of a call that its charge depends on. */
export interface ChargedCall {
  /** The cost in US dollars. @default `costPerCallUsd` of the adapter's budget */
  readonly costUsd?: number
  /** The lookup that the call belongs to. It is counted with its first call. @default a lookup of its own */
  readonly lookup?: object
}

/** Budgets that count calls. */
export interface BudgetControl extends Budgets {
  /** Returns `true` when the calls of an adapter are counted. */
  hasBudget(adapter: string): boolean
  /** Returns the cost of a call in US dollars: its own, or else that of the adapter's budget. */
  costOf(adapter: string, costUsd?: number): number
  /**
   * Counts one call to a source before it is made.
   *
   * @throws `BudgetError` when a limit would be exceeded, or the call comes too early while the rest of a limit is spread
   * over the period. Nothing is counted then.
   */
  charge(adapter: string, call?: ChargedCall): Promise<Charge>
}

/** The dependencies of {@link createBudgets}. */
export interface BudgetDependencies {
  readonly counters: Counters
  readonly clock: Clock
  readonly hub: EventHub
  readonly adapters: readonly Adapter[]
}

/** The shares of a limit at which `budget:reached` is emitted. */
const announcedShares = [0.5, 0.8, 1] as const

/**
 * Makes the budgets of a host's sources. The calls of a source without a budget, its own or the host's, are not counted.
 *
 * @throws `ValidationError` when `settings` name an unknown adapter.
 */
export function createBudgets(dependencies: BudgetDependencies, settings: BudgetSettings): BudgetControl {
  const budgets = mergeBudgets(dependencies.adapters, settings)
  const counters = new QuotaCounters(dependencies.counters, dependencies.clock, settings)
  const announce = createAnnouncer(dependencies.hub, counters)
  // The use of all sources together is the sum of each one's. It has counters of its own only where it has a limit.
  const total = quotasOf(settings.total).filter(({ limit }) => limit !== undefined)
  const quotas = new Map([...budgets].map(([id, budget]) => [id, quotasOf(budget, id)]))

  const costOf: BudgetControl['costOf'] = (adapter, costUsd) =>
    costUsd ?? budgets.get(adapter)?.costPerCallUsd ?? 0

  const chargeCall = async (
    adapter: string,
    costUsd: number | undefined,
    lookups: number,
  ): Promise<Charge> => {
    const own = quotas.get(adapter)
    if (!own) return { refund: async () => {} }
    const usd = toUnits(costOf(adapter, costUsd))
    const amounts = { usd, lookups, calls: 1 }
    const amountOf = ({ measure }: Quota) => amounts[measure]
    const usages: QuotaUsage[] = []
    const refund = async () => {
      for (const usage of usages) await counters.refund(usage, amountOf(usage.quota))
    }
    for (const quota of [...own, ...total]) {
      if (amountOf(quota) === 0) continue
      const usage = await counters.charge(quota, amountOf(quota))
      if (!usage.isAccepted) {
        await refund()
        throw budgetError(adapter, usage)
      }
      usages.push(usage)
    }
    for (const usage of usages) await announce(usage)
    return { refund }
  }

  return {
    hasBudget: (adapter) => quotas.has(adapter),
    costOf,
    charge: chargeLookups(chargeCall),
    status: () =>
      Promise.all(
        [...[...quotas.values()].flat(), ...total].map(async (quota) =>
          toBudgetUse(await counters.read(quota)),
        ),
      ),
    estimate: (work) =>
      estimateSpending(
        parseOptions('budgets.estimate', scheduledWorkSchema(budgets), work),
        budgets,
        settings.total,
      ),
  }
}

/** Counts a call with its cost, and as this many lookups. */
type ChargeCall = (adapter: string, costUsd: number | undefined, lookups: 0 | 1) => Promise<Charge>

/** Returns a function that counts each lookup with the first of its calls. */
function chargeLookups(chargeCall: ChargeCall): BudgetControl['charge'] {
  const counted = new WeakMap<object, Promise<Charge>>()
  return async (adapter, { costUsd, lookup } = {}) => {
    if (!lookup) return chargeCall(adapter, costUsd, 1)
    const known = counted.get(lookup)
    // A call beside the first of its lookup is refused with it.
    if (known) return known.then(() => chargeCall(adapter, costUsd, 0))
    const first = chargeCall(adapter, costUsd, 1)
    counted.set(lookup, first)
    try {
      const { refund } = await first
      return {
        refund: () => {
          counted.delete(lookup)
          return refund()
        },
      }
    } catch (refusal) {
      counted.delete(lookup)
      throw refusal
    }
  }
}

/** Merges the budgets of adapters with those of the host, which come first. */
function mergeBudgets(
  adapters: readonly Adapter[],
  settings: BudgetSettings,
): ReadonlyMap<string, AdapterBudget> {
  const unknown = Object.keys(settings.adapters).filter(
    (id) => !adapters.some((adapter) => adapter.id === id),
  )
  if (unknown.length > 0)
    throw new ValidationError(
      'createTelltale',
      unknown.map((id) => ({ path: `budgets.adapters['${id}']`, message: 'no adapter has this id' })),
    )
  const usages = adapters.flatMap(({ id, budget }) => {
    const override = settings.adapters[id]
    return budget || override ? [[id, { ...budget, ...override }] as const] : []
  })
  return new Map(usages)
}

function toBudgetUse({ quota, used, resetsAt }: QuotaUsage): BudgetUse {
  const { adapter, measure, period, limit } = quota
  return defined({
    adapter,
    measure,
    period,
    used: fromUnits(used, measure),
    limit: limit === undefined ? undefined : fromUnits(limit, measure),
    resetsAt,
  })
}

/** Makes a function that emits `budget:reached` when a sum reaches a share of its limit, once in a period of all processes. */
function createAnnouncer(hub: EventHub, counters: QuotaCounters): (usage: QuotaUsage) => Promise<void> {
  const announced = new Map<string, { readonly resetsAt: number; readonly share: number }>()
  return async (usage) => {
    const { quota, used, resetsAt } = usage
    const last = announced.get(quota.key)
    const lastShare = last?.resetsAt === resetsAt ? last.share : 0
    for (const share of announcedShares) {
      if (quota.limit === undefined || share <= lastShare || used < share * quota.limit) continue
      announced.set(quota.key, { resetsAt, share })
      const isFirst = await counters.recordOnce(quota, `told:${share}`, resetsAt)
      if (isFirst) hub.emit('budget:reached', { ...toBudgetUse(usage), share })
    }
  }
}

function budgetError(
  adapter: string,
  { quota, used, resetsAt, retryAt = resetsAt }: QuotaUsage,
): BudgetError {
  const { measure, period, limit = 0, option } = quota
  const subject = quota.adapter === undefined ? 'all sources together' : `'${adapter}'`
  const inWords = (amount: number) =>
    measure === 'usd' ? `${fromUnits(amount, measure)} USD` : `${amount} ${measure}`
  const left = limit - used
  const state = `the budget of ${subject} has used ${inWords(used)} of ${inWords(limit)} a ${period}`
  const when = new Date(retryAt).toISOString()
  const advice =
    retryAt < resetsAt && left > 0
      ? `what is left is spread over the ${period}, and the next may go at ${when}`
      : `wait until ${when}, or raise \`${option}\``
  return new BudgetError(`${adapter} was not called: ${state}; ${advice}`, { retryAt })
}
