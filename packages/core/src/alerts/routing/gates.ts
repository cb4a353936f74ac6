import type { AlertRoute } from '../../records/alert-routing-records.js'
import { minuteMs } from '../../time/index.js'
import { defaultAlertsPerMinute } from '../preference-options.js'
import type { Decision } from './decision.js'
import type { Gate, OwnerChoices } from './owner-choices.js'
import { dayEndAt, nextDigestAt, quietUntil } from './waiting-times.js'

/** Returns what keeps an alert from being told at this time: a pause, or quiet hours; `undefined` when nothing does. */
export function closedGate({ preferences, now }: OwnerChoices, { notice }: AlertRoute): Gate | undefined {
  const { pausedUntil, quietHours, timeZone = 'UTC' } = preferences
  if (pausedUntil !== undefined && pausedUntil > now)
    return { outcome: 'paused', reason: 'everything was paused', waiting: 'held', until: pausedUntil }
  const until =
    quietHours && notice.severity !== 'critical' ? quietUntil(now, quietHours, timeZone) : undefined
  if (until === undefined) return undefined
  return { outcome: 'held', reason: 'it was in quiet hours, and not critical', waiting: 'held', until }
}

/** Returns the digest that an alert waits for; `undefined` where it does not. */
export function digestGate({ preferences, now }: OwnerChoices, { notice }: AlertRoute): Gate | undefined {
  const { digest, timeZone = 'UTC' } = preferences
  if (!digest || notice.severity === 'critical') return undefined
  const until = nextDigestAt(now, digest, timeZone)
  const reason = `what is not critical is told together by the ${digest.every}`
  return { outcome: 'held', reason, waiting: 'digest', until }
}

/** Counts an alert on the budgets of its owner. Returns what it waits for where one is spent. */
export async function spentBudget(decision: Decision, route: AlertRoute): Promise<Gate | undefined> {
  const { preferences, now, ownerId } = decision.choices
  const { maxAlertsPerDay: limit, timeZone = 'UTC' } = preferences
  if (await isMinuteSpent(decision)) return stormGate(decision)
  if (limit === undefined || route.notice.severity === 'critical') return undefined
  const resetAt = dayEndAt(now, timeZone)
  const { ok } = await decision.tables.counters.add(ownerId, 'alerts:day', 1, { now, limit, resetAt })
  if (ok) return undefined
  return {
    outcome: 'over-budget',
    reason: `${limit} alerts were told on this day already`,
    waiting: 'held',
    until: resetAt,
  }
}

/** Counts one on the alerts of this minute. Returns `true` when they are spent. */
export async function isMinuteSpent(decision: Decision): Promise<boolean> {
  if (decision.isMinuteSpent) return true
  const { preferences, now, ownerId } = decision.choices
  const limit = preferences.maxAlertsPerMinute ?? defaultAlertsPerMinute
  const resetAt = now + minuteMs
  const { ok } = await decision.tables.counters.add(ownerId, 'alerts:minute', 1, { now, limit, resetAt })
  decision.isMinuteSpent = !ok
  return !ok
}

/** The time in which the alerts of a storm are gathered into its summary. */
const stormWaitMs = 2_000

/** Returns the summary that an alert of a storm waits for: one soon after the storm begins, and then one a minute. */
export async function stormGate(decision: Decision): Promise<Gate> {
  decision.storm ??= await nextStormSummary(decision)
  return decision.storm
}

async function nextStormSummary({ tables, choices }: Decision): Promise<Gate> {
  const { preferences, now, ownerId } = choices
  const resetAt = now + minuteMs
  const { ok } = await tables.counters.add(ownerId, 'alerts:storm', 1, { now, limit: 1, resetAt })
  const perMinute = preferences.maxAlertsPerMinute ?? defaultAlertsPerMinute
  return {
    outcome: 'over-budget',
    reason: `more than ${perMinute} alerts came within a minute`,
    waiting: 'storm',
    until: ok ? now + stormWaitMs : resetAt,
  }
}
