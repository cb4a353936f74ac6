import type { MonitorSubject } from '../alerting/alert-notice.js'
import { singleConditions } from '../alerting/condition.js'
import { type Burn, burnKey, type MonitorFacts } from '../alerting/rule-facts.js'
import { weeklyBaselineOfRollUps } from '../latency/baseline.js'
import { bucketStart } from '../latency/roll-up-levels.js'
import { defined } from '../options/index.js'
import type { AlertRule } from '../records/alert-records.js'
import type { Check, Monitor } from '../records/monitor-records.js'
import { rollUpTables } from '../records/roll-up-records.js'
import type { Runtime } from '../runtime/index.js'
import { dayMs, hourMs, localTime, minuteMs } from '../time/index.js'
import { errorBudgetReport } from './error-budget-report.js'
import type { CheckEvaluation } from './evaluate-check.js'
import { queryRollUps } from './query-roll-ups.js'

/** The facts that are read from the history of a monitor, for the rules that ask for them. */
export type HistoryFacts = Pick<MonitorFacts, 'usualMs' | 'burns'>

/** The span of checks that says what latency is usual. */
const usualSpanMs = 28 * dayMs

/** The time for which the pace of an error budget stands. */
const burnEveryMs = 5 * minuteMs

/** The maximum number of monitors whose facts are kept in this process. */
const maxKept = 10_000

/** Reads the facts of the history of monitors, each once an hour or once in five minutes, and only where a rule asks for it. */
export class HistoryReader {
  readonly #runtime: Runtime
  readonly #kept = new Map<string, Promise<unknown>>()

  constructor(runtime: Runtime) {
    this.#runtime = runtime
  }

  /** Reads what the rules ask for at a time. Each fact is as of the beginning of its hour, or of its five minutes. */
  async read(
    monitor: Monitor,
    rules: readonly Pick<AlertRule, 'condition'>[],
    at: number,
  ): Promise<HistoryFacts> {
    const asked = rules.flatMap(({ condition }) => singleConditions(condition))
    const isUsualAsked = asked.some(({ kind }) => kind === 'slower-than-usual')
    const objectives = asked.filter((each) => each.kind === 'error-budget-burning')
    if (!isUsualAsked && objectives.length === 0) return {}
    const burns: Record<string, Burn> = {}
    for (const objective of objectives) {
      const until = Math.floor(at / burnEveryMs) * burnEveryMs
      const key = burnKey(objective)
      burns[key] = await this.#keep(`${monitor.id} ${key}`, until, () =>
        this.#burn(monitor, objective, until),
      )
    }
    const hour = bucketStart(at, 'hour')
    const usualMs = isUsualAsked
      ? await this.#keep(`${monitor.id} usual`, hour, () => this.#usual(monitor, hour))
      : undefined
    return defined({ usualMs, burns: objectives.length > 0 ? burns : undefined })
  }

  #keep<Fact>(name: string, until: number, read: () => Promise<Fact>): Promise<Fact> {
    const key = `${name} ${until}`
    const known = this.#kept.get(key) as Promise<Fact> | undefined
    if (known) return known
    if (this.#kept.size >= maxKept) this.#kept.clear()
    const reading = read()
    this.#kept.set(key, reading)
    reading.catch(() => this.#kept.delete(key))
    return reading
  }

  async #usual({ id, ownerId }: Monitor, hour: number): Promise<number | undefined> {
    const rows = await this.#runtime.storage
      .series(rollUpTables.hour)
      .range(ownerId, [id], { from: Math.max(0, hour - usualSpanMs), to: hour })
    const hours = rows.map(({ at, latency }) => ({ from: at, latency }))
    const { byHourOfWeek, byHourOfDay } = weeklyBaselineOfRollUps(hours, { timeZone: 'UTC' })
    const { day, minute } = localTime(hour, 'UTC')
    const hourOfDay = Math.floor((minute * minuteMs) / hourMs)
    return (byHourOfWeek[day * 24 + hourOfDay] ?? byHourOfDay[hourOfDay])?.medianMs
  }

  async #burn(
    monitor: Monitor,
    objective: { readonly share: number; readonly withinMs?: number },
    until: number,
  ): Promise<Burn> {
    const { ownerId, id } = monitor
    const span = { from: until - hourMs, to: until }
    const { burnRates } = await errorBudgetReport(objective, span, until, async (part) => {
      const found = await queryRollUps(this.#runtime, { ownerId, monitors: [monitor], span: part })
      return found.get(id) ?? []
    })
    const rates = burnRates.flatMap(({ longRate }) => (longRate === undefined ? [] : [longRate]))
    return {
      isAlerting: burnRates.some(({ isAlerting }) => isAlerting),
      ...defined({ rate: rates.length > 0 ? Math.max(...rates) : undefined }),
    }
  }
}

/** Returns the facts of a check that counts. */
export function factsOfCheck(
  before: Monitor,
  { monitor, check, incident }: CheckEvaluation,
  history: HistoryFacts,
): MonitorFacts {
  const { at, latencyMs, failure, degraded, certificateExpiresAt } = check
  return {
    kind: 'monitor',
    at,
    latencyMs,
    failedChecks: monitor.failing?.checks ?? 0,
    isDown: monitor.failing?.incidentId !== undefined,
    isRecovered: incident === 'ended',
    isDegraded: monitor.degradedSince !== undefined,
    ...history,
    ...defined({ tier: monitor.tier, previousTier: before.tier, failure, degraded, certificateExpiresAt }),
  }
}

/** Returns a monitor as an alert shows it. */
export function describeMonitor(
  monitor: Monitor,
  { previousTier, failure, failedChecks, certificateExpiresAt, usualMs, burns }: MonitorFacts,
): MonitorSubject {
  const { id, name, url, region, tier, latencyMs, failing } = monitor
  const rates = Object.values(burns ?? {}).flatMap(({ rate }) => (rate === undefined ? [] : [rate]))
  return {
    kind: 'monitor',
    id,
    name,
    url,
    ...defined({
      region,
      tier,
      previousTier: previousTier === tier ? undefined : previousTier,
      latencyMs,
      usualMs,
      failure: failure ?? failing?.cause,
      failedChecks: failedChecks || undefined,
      certificateExpiresAt,
      burnRate: rates.length > 0 ? Math.max(...rates) : undefined,
    }),
  }
}

/** Returns the facts of a monitor as it is now, for a rule that is new to it. */
export function factsOfMonitor(
  monitor: Monitor,
  newest: Pick<Check, 'certificateExpiresAt'> | undefined,
  at: number,
): MonitorFacts {
  const { latencyMs = 0, failing, tier, failure, degraded, degradedSince } = monitor
  return {
    kind: 'monitor',
    at,
    latencyMs,
    failedChecks: failing?.checks ?? 0,
    isDown: failing?.incidentId !== undefined,
    isRecovered: false,
    isDegraded: degradedSince !== undefined,
    ...defined({ tier, failure, degraded, certificateExpiresAt: newest?.certificateExpiresAt }),
  }
}
