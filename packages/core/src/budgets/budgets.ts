import { BudgetError, ValidationError } from '../errors/index.js'
import type { EventHub } from '../events/index.js'
import { defined, parseOptions } from '../options/index.js'
import type { Adapter, AdapterBudget, BudgetUse, Clock, Counters } from '../ports/index.js'
import type { BudgetSettings } from './budget-options.js'
import { type Entry, Ledger } from './ledger.js'
import { fromUnits, type Meter, metersOf, toUnits } from './meter.js'
import { type PlannedWork, planSchema, planSpending, type SpendingPlan } from './plan.js'

/** What may be spent, what was, and what a watch list would. */
export interface Budgets {
  /** Each sum as it stands, also those of other processes: by source, then for all sources together. */
  status(): Promise<readonly BudgetUse[]>
  /**
   * What work on a schedule will ask and spend at most, before it is begun. It knows of no cache, which makes it less.
   *
   * @throws `ValidationError` when the work is malformed or names an adapter that is not there.
   */
  plan(work: readonly PlannedWork[]): SpendingPlan
}

/** What a call was counted on. */
export interface Receipt {
  /** Takes the call back: it surely never reached the source. */
  refund(): Promise<void>
}

/** Budgets, and how calls are counted on them. */
export interface SpendingControl extends Budgets {
  /** Whether the calls of an adapter are counted. */
  counts(adapter: string): boolean
  /**
   * Counts one call to a source before it is made.
   *
   * @throws `BudgetError` when a limit would be passed, or what is left is being spread; nothing is counted then.
   */
  spend(adapter: string, costUsd?: number): Promise<Receipt>
}

/** What budgets are kept with. */
export interface BudgetParts {
  readonly counters: Counters
  readonly clock: Clock
  readonly hub: EventHub
  readonly adapters: readonly Adapter[]
}

/** The shares of a limit that are told of. */
const toldShares = [0.5, 0.8, 1] as const

/**
 * The budgets of a host's sources. A source that neither itself nor the host sets a budget for is not counted.
 *
 * @throws `ValidationError` when `settings` name an adapter that is not there.
 */
export function createBudgets(parts: BudgetParts, settings: BudgetSettings): SpendingControl {
  const budgets = readBudgets(parts.adapters, settings)
  const ledger = new Ledger(parts.counters, parts.clock, settings)
  const tell = teller(parts.hub, ledger)
  // What all sources used together is the sum of what each did; it is counted apart where it may refuse a call.
  const total = metersOf(settings.total).filter(({ limit }) => limit !== undefined)
  const meters = new Map([...budgets].map(([id, budget]) => [id, metersOf(budget, id)]))

  const spend = async (adapter: string, costUsd?: number): Promise<Receipt> => {
    const own = meters.get(adapter)
    if (!own) return { refund: async () => {} }
    const cost = toUnits(costUsd ?? budgets.get(adapter)?.costPerCallUsd ?? 0)
    const amountOf = ({ measure }: Meter) => (measure === 'usd' ? cost : 1)
    const entries: Entry[] = []
    const refund = async () => {
      for (const entry of entries) await ledger.refund(entry, amountOf(entry.meter))
    }
    for (const meter of [...own, ...total]) {
      if (amountOf(meter) === 0) continue
      const entry = await ledger.charge(meter, amountOf(meter))
      if (!entry.ok) {
        await refund()
        throw refusal(adapter, entry)
      }
      entries.push(entry)
    }
    for (const entry of entries) await tell(entry)
    return { refund }
  }

  return {
    counts: (adapter) => meters.has(adapter),
    spend,
    status: () =>
      Promise.all(
        [...[...meters.values()].flat(), ...total].map(async (meter) => use(await ledger.read(meter))),
      ),
    plan: (work) =>
      planSpending(parseOptions('budgets.plan', planSchema(budgets), work), budgets, settings.total),
  }
}

function readBudgets(
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
  const entries = adapters.flatMap(({ id, budget }) => {
    const given = settings.adapters[id]
    return budget || given ? [[id, { ...budget, ...given }] as const] : []
  })
  return new Map(entries)
}

const use = ({ meter, used, resetsAt }: Entry): BudgetUse => {
  const { adapter, measure, period, limit } = meter
  return {
    ...defined({ adapter }),
    measure,
    period,
    used: fromUnits(used, measure),
    ...defined({ limit: limit === undefined ? undefined : fromUnits(limit, measure) }),
    resetsAt,
  }
}

/** Emits an event when a sum reaches a share of its limit: once in a period, of all processes. */
function teller(hub: EventHub, ledger: Ledger): (entry: Entry) => Promise<void> {
  const told = new Map<string, { readonly resetsAt: number; readonly share: number }>()
  return async (entry) => {
    const { meter, used, resetsAt } = entry
    const last = told.get(meter.key)
    const toldShare = last?.resetsAt === resetsAt ? last.share : 0
    for (const share of toldShares) {
      if (meter.limit === undefined || share <= toldShare || used < share * meter.limit) continue
      told.set(meter.key, { resetsAt, share })
      const isFirst = await ledger.first(meter, `told:${share}`, resetsAt)
      if (isFirst) hub.emit('budget:reached', { ...use(entry), share })
    }
  }
}

function refusal(adapter: string, { meter, used, resetsAt, retryAt = resetsAt }: Entry): BudgetError {
  const { measure, period, limit = 0, option } = meter
  const whose = meter.adapter === undefined ? 'all sources together' : `'${adapter}'`
  const counted = (amount: number) =>
    measure === 'usd' ? `${fromUnits(amount, measure)} USD` : `${amount} calls`
  const left = limit - used
  const state = `the budget of ${whose} has used ${counted(used)} of ${counted(limit)} a ${period}`
  const when = new Date(retryAt).toISOString()
  const advice =
    retryAt < resetsAt && left > 0
      ? `what is left is spread over the ${period}, and the next call may go at ${when}`
      : `wait until ${when}, or raise \`${option}\``
  return new BudgetError(`${adapter} was not called: ${state}; ${advice}`, { retryAt })
}
