import type { BudgetUse, OwnerServices, Telltale } from '@telltale/core'

/** A host of a source that kept failing, and is not called for a while. */
export interface DegradedSource {
  /** The id of the adapter. */
  readonly source: string
  /** The name of the host. */
  readonly host: string
  /** The time of the next call, in epoch milliseconds. */
  readonly retryAt: number
}

/** The numbers of an owner's monitors. */
export interface MonitorCounts {
  /** The number that was counted. */
  readonly total: number
  /** `false` when there are more than those, 2,000, which are counted at most. */
  readonly isWhole: boolean
  /** The number in each tier. */
  readonly byTier: Readonly<Record<string, number>>
  /** The number whose schedule is paused. */
  readonly paused: number
  /** The number whose last check failed. */
  readonly failing: number
}

/** The share of a budget that is used. The amounts are the host's own affair. */
export interface BudgetShare extends Pick<BudgetUse, 'adapter' | 'measure' | 'period' | 'resetsAt'> {
  /** The share of the limit, from 0 to 1. */
  readonly share: number
}

/** The state of the whole, as an owner may see it. */
export interface SystemStatus {
  /** The version of the host. */
  readonly version: string
  /** The time since the handler was made, in milliseconds. */
  readonly uptimeMs: number
  /** `up` when the storage answers within two seconds. */
  readonly storage: 'up' | 'down'
  /** The lateness of the latest scheduled check of the last minute, in milliseconds. */
  readonly latenessMs: number
  /** The hosts of sources that fail. */
  readonly sources: readonly DegradedSource[]
  /** The owner's monitors. */
  readonly monitors: MonitorCounts
  /** The shares of the sources' budgets that are used, of those that have a limit. */
  readonly budgets: readonly BudgetShare[]
}

/** The health of a Telltale, as far as one process sees it. */
export interface SystemHealth {
  /** Returns the names of the parts that fail; none when it is ready. */
  readonly failing: () => Promise<readonly string[]>
  /** Reads the state of the whole. */
  readonly status: (services: OwnerServices) => Promise<SystemStatus>
}

const windowMs = 60_000
/** The lateness of the schedule above which another process had better take its work, in milliseconds. */
const maxLatenessMs = 30_000
const maxAnswerMs = 2_000
const maxCounted = 2_000

/** Watches a Telltale from now on. */
export function watchHealth(telltale: Telltale, version: string): SystemHealth {
  const startedAt = Date.now()
  let late = { at: 0, ms: 0 }
  const sources = new Map<string, DegradedSource>()
  telltale.on('monitor:checked', ({ check: { at, slotAt } }) => {
    const ms = slotAt === undefined ? 0 : at - slotAt
    if (ms >= late.ms || at - late.at > windowMs) late = { at, ms }
  })
  telltale.on('source:degraded', ({ source, host, retryAt }) => {
    sources.set(`${source} ${host}`, { source, host, retryAt })
  })
  telltale.on('source:recovered', ({ source, host }) => {
    sources.delete(`${source} ${host}`)
  })
  const latenessMs = () => (Date.now() - late.at > windowMs ? 0 : late.ms)
  return {
    failing: async () => {
      const answers = await isAnswering(telltale)
      return [...(answers ? [] : ['storage']), ...(latenessMs() > maxLatenessMs ? ['schedule'] : [])]
    },
    status: async (services) => ({
      version,
      uptimeMs: Date.now() - startedAt,
      storage: (await isAnswering(telltale)) ? 'up' : 'down',
      latenessMs: latenessMs(),
      sources: [...sources.values()],
      monitors: await countMonitors(services),
      budgets: shares(await telltale.budgets.status()),
    }),
  }
}

/** Checks that the storage answers in time. It fails before it is migrated, too. */
async function isAnswering(telltale: Telltale): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, maxAnswerMs, false)
  })
  const read = telltale.monitors.list({ limit: 1 }).then(
    () => true,
    () => false,
  )
  try {
    return await Promise.race([read, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

async function countMonitors({ monitors }: OwnerServices): Promise<MonitorCounts> {
  const tiers = new Map<string, number>()
  const counts = { total: 0, paused: 0, failing: 0 }
  const whole = (isWhole: boolean) => ({ ...counts, byTier: Object.fromEntries(tiers), isWhole })
  for await (const { tier, paused, failing } of monitors.list({ limit: 200 })) {
    if (counts.total === maxCounted) return whole(false)
    counts.total++
    if (paused) counts.paused++
    if (failing) counts.failing++
    if (tier !== undefined) tiers.set(tier, (tiers.get(tier) ?? 0) + 1)
  }
  return whole(true)
}

const shares = (uses: readonly BudgetUse[]): readonly BudgetShare[] =>
  uses.flatMap(({ used, limit, ...budget }) =>
    limit === undefined ? [] : [{ ...budget, share: limit === 0 ? 1 : used / limit }],
  )
