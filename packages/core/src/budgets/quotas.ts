import { BudgetError, QuotaError, TelltaleError } from '../errors/index.js'
import { defined } from '../options/index.js'
import type { Clock, Counters, Tables } from '../ports/index.js'
import { monitorsTable } from '../records/monitor-records.js'
import { productsTable } from '../records/product-records.js'
import { minuteMs } from '../time/index.js'
import type { Charge } from './budgets.js'
import { periodEnd } from './period.js'
import type { QuotaName, QuotaPlan, QuotaSettings } from './quota-options.js'

/** The use of one quota. */
export interface QuotaUse {
  /** The name of the quota. */
  readonly name: QuotaName
  /** The number that is used: of records that there are, or of calls since the last reset. */
  readonly used: number
  /** The number that the plan allows; absent where it is not limited. */
  readonly limit?: number
  /** The time at which `used` begins at 0 again, in epoch milliseconds; absent for records. */
  readonly resetsAt?: number
}

/** The quotas of an owner, and their use. */
export interface QuotaStatus {
  /** The name of the plan; absent for an owner without quotas. */
  readonly plan?: string
  /** Each quota, limited or not. */
  readonly quotas: readonly QuotaUse[]
}

/** A request that was counted on `requestsPerMinute`, or refused. */
export interface RequestUse {
  /** `true` when the request may be answered. */
  readonly isAllowed: boolean
  /** The number of requests that the plan allows in a minute. */
  readonly limit: number
  /** The number of requests that are left until `resetsAt`. */
  readonly remaining: number
  /** The time at which the count begins at 0 again, in epoch milliseconds. */
  readonly resetsAt: number
}

/** The quotas of one owner. */
export interface Quotas {
  /** Reads the plan, what it allows, and what is used of it. */
  status(): Promise<QuotaStatus>
  /**
   * Counts a request of the owner to the host's server, in all of its processes. The HTTP API does so by itself. Resolves to
   * `undefined`, and counts nothing, where the plan does not limit requests.
   */
  countRequest(): Promise<RequestUse | undefined>
}

/** The limit of an owner's records of one kind. */
export interface RecordLimit {
  readonly ownerId: string
  readonly name: 'monitors' | 'products'
  readonly plan: string
  readonly limit: number
  /** The plans that allow more. */
  readonly raisedBy: readonly string[]
}

/** The quotas of every owner. */
export interface QuotaControl {
  /** Reads the limit of an owner's records; `undefined` without one. It asks the host, so it is for before a transaction. */
  recordLimit(ownerId: string, name: RecordLimit['name']): Promise<RecordLimit | undefined>
  /**
   * Counts a call to a source that costs money, before it is made.
   *
   * @throws `BudgetError` when the day's calls are used up.
   */
  chargePaidCall(ownerId: string): Promise<Charge>
  /** Makes the service of an owner. `tables` are where the records are. */
  quotasOf(ownerId: string, tables: Tables): Quotas
}

const recordTables = { monitors: monitorsTable, products: productsTable } as const

const countRecords = (tables: Tables, ownerId: string, name: RecordLimit['name']): Promise<number> =>
  tables.collection<never>(recordTables[name] as never).count(ownerId)

/**
 * Checks that an owner may have more records. In the transaction that inserts them nobody else can exceed the limit at the
 * same time.
 *
 * @throws `QuotaError`
 */
export async function requireRoom(tables: Tables, limit: RecordLimit | undefined, added = 1): Promise<void> {
  if (!limit || added <= 0) return
  const { ownerId, ...quota } = limit
  const used = await countRecords(tables, ownerId, quota.name)
  if (used + added <= quota.limit) return
  const { name, plan, limit: allowed, raisedBy } = quota
  const message = `the plan '${plan}' allows ${allowed} ${name}, and ${used} are used; delete some${orChange(raisedBy)}`
  throw new QuotaError(message, { quota: { ...quota, used } })
}

/** Returns the advice to change to one of some plans. */
const orChange = (plans: readonly string[]): string =>
  plans.length > 0 ? `, or change to the plan ${plans.map((each) => `'${each}'`).join(' or ')}` : ''

const paidKey = 'quota:paid-calls'
const requestKey = 'quota:requests'
const nothing: Charge = { refund: async () => {} }

/** The dependencies of {@link createQuotas}. */
export interface QuotaDependencies {
  readonly counters: Counters
  readonly clock: Pick<Clock, 'now'>
  /** The time zone in which days begin. */
  readonly timeZone: string
}

/** The plan of an owner, and its quotas. */
interface OwnedPlan {
  readonly plan: string
  readonly quotas: QuotaPlan
}

/** Reads the plan of an owner; `undefined` for one without quotas. */
async function readPlan(
  settings: QuotaSettings | undefined,
  ownerId: string,
): Promise<OwnedPlan | undefined> {
  const plan = await settings?.planOf(ownerId)
  if (settings === undefined || plan === undefined) return undefined
  const quotas = Object.hasOwn(settings.plans, plan) ? settings.plans[plan] : undefined
  if (quotas) return { plan, quotas }
  const known = Object.keys(settings.plans).join(', ')
  const message = `\`quotas.planOf\` returned '${plan}', which is no plan; there are: ${known}`
  throw new TelltaleError(message, { code: 'INTERNAL', status: 500 })
}

/** Returns the plans that allow more than a limit. */
const plansAbove = (settings: QuotaSettings | undefined, name: QuotaName, limit: number): readonly string[] =>
  Object.entries(settings?.plans ?? {}).flatMap(([plan, quotas]) =>
    (quotas[name] ?? Number.POSITIVE_INFINITY) > limit ? [plan] : [],
  )

/** Makes the quotas of every owner; without settings nobody has any. */
export function createQuotas(
  { counters, clock, timeZone }: QuotaDependencies,
  settings: QuotaSettings | undefined,
): QuotaControl {
  const endOfDay = (now: number) => periodEnd(now, 'day', timeZone)
  const endOfMinute = (now: number) => (Math.floor(now / minuteMs) + 1) * minuteMs

  const chargePaidCall = async (ownerId: string): Promise<Charge> => {
    const { plan, quotas } = (await readPlan(settings, ownerId)) ?? {}
    const limit = quotas?.paidCallsPerDay
    if (limit === undefined) return nothing
    const now = clock.now()
    const resetAt = endOfDay(now)
    const { ok } = await counters.add(ownerId, paidKey, 1, { now, limit, resetAt })
    if (ok)
      return { refund: async () => void (await counters.add(ownerId, paidKey, -1, { now: clock.now() })) }
    const advice = `wait until ${new Date(resetAt).toISOString()}${orChange(plansAbove(settings, 'paidCallsPerDay', limit))}`
    const message = `the plan '${plan}' allows ${limit} paid calls a day, and all are used; ${advice}`
    throw new BudgetError(message, { retryAt: resetAt })
  }

  const countRequest = async (ownerId: string): Promise<RequestUse | undefined> => {
    const limit = (await readPlan(settings, ownerId))?.quotas.requestsPerMinute
    if (limit === undefined) return undefined
    const now = clock.now()
    const resetsAt = endOfMinute(now)
    const { ok, value } = await counters.add(ownerId, requestKey, 1, { now, limit, resetAt: resetsAt })
    return { isAllowed: ok, limit, remaining: Math.max(0, limit - value), resetsAt }
  }

  const status = async (ownerId: string, tables: Tables): Promise<QuotaStatus> => {
    const owned = await readPlan(settings, ownerId)
    const now = clock.now()
    const counted = async (key: string) => (await counters.add(ownerId, key, 0, { now })).value
    const uses: readonly QuotaUse[] = [
      { name: 'monitors', used: await countRecords(tables, ownerId, 'monitors') },
      { name: 'products', used: await countRecords(tables, ownerId, 'products') },
      { name: 'paidCallsPerDay', used: await counted(paidKey), resetsAt: endOfDay(now) },
      { name: 'requestsPerMinute', used: await counted(requestKey), resetsAt: endOfMinute(now) },
    ]
    const quotas = uses.map((use) => defined({ ...use, limit: owned?.quotas[use.name] }))
    return defined({ plan: owned?.plan, quotas })
  }

  return {
    recordLimit: async (ownerId, name) => {
      const { plan, quotas } = (await readPlan(settings, ownerId)) ?? {}
      const limit = quotas?.[name]
      if (plan === undefined || limit === undefined) return undefined
      return { ownerId, name, plan, limit, raisedBy: plansAbove(settings, name, limit) }
    },
    chargePaidCall,
    quotasOf: (ownerId, tables) => ({
      status: () => status(ownerId, tables),
      countRequest: () => countRequest(ownerId),
    }),
  }
}
