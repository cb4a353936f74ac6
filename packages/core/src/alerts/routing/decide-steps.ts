import { defined, omit } from '../../options/index.js'
import { alertsTable } from '../../records/alert-records.js'
import {
  type AlertRoute,
  alertRoutesTable,
  type PendingStep,
  silencesTable,
} from '../../records/alert-routing-records.js'
import { everyRecord } from '../../runtime/index.js'
import type { Decision } from './decision.js'
import { escalate, remind } from './follow-ups.js'
import { Grouping } from './grouping.js'
import { matchesSilence } from './matches-silence.js'
import { tellSummary } from './summaries.js'
import { offerChange, offerEnd, offerStart } from './telling.js'

/** Decides on steps of one owner, in their order. */
export async function decideSteps(decision: Decision, steps: readonly PendingStep[]): Promise<void> {
  await loadRoutes(decision, steps)
  const begun = await begin(decision, steps)
  const grouping = new Grouping(decision)
  await grouping.load(begun)
  for (const step of steps) await decideStep(decision, grouping, step)
}

async function loadRoutes(decision: Decision, steps: readonly PendingStep[]): Promise<void> {
  const ids = [...new Set(steps.flatMap(({ alertId }) => alertId ?? []))]
  if (ids.length === 0) return
  const records = decision.tables.collection(alertRoutesTable)
  const where = { id: { in: ids } }
  const { items } = await records.page(decision.choices.ownerId, { where, limit: ids.length })
  decision.take(items)
}

/** Makes the ways of the alerts that begin, and returns all that are decided on as beginning. */
async function begin(decision: Decision, steps: readonly PendingStep[]): Promise<readonly AlertRoute[]> {
  const begun: AlertRoute[] = []
  for (const step of steps) {
    if (step.step !== 'started' || step.alertId === undefined) continue
    const known = decision.routes.get(step.alertId)
    const route = known ?? wayOf(decision, step)
    if (route?.status === 'ended' || !route) continue
    if (!known) decision.set(route)
    begun.push(route)
  }
  return acknowledged(decision, begun)
}

/** Takes over who takes care of alerts already. */
async function acknowledged(
  decision: Decision,
  routes: readonly AlertRoute[],
): Promise<readonly AlertRoute[]> {
  if (routes.length === 0) return routes
  const where = { id: { in: routes.map(({ id }) => id) } }
  const alerts = decision.tables.collection(alertsTable)
  const { items } = await alerts.page(decision.choices.ownerId, { where, limit: routes.length })
  const who = new Map(
    items.flatMap((alert) => (alert.acknowledgement ? [[alert.id, alert.acknowledgement.who]] : [])),
  )
  return routes.map((route) => {
    const acknowledgedBy = who.get(route.id)
    if (acknowledgedBy === undefined) return route
    return decision.set({ ...route, notice: { ...route.notice, acknowledgedBy } })
  })
}

/** Makes the way of an alert from what an observation wrote. */
function wayOf({ choices }: Decision, step: PendingStep): AlertRoute | undefined {
  const { alertId: id, notice, origin, createdAt } = step
  if (id === undefined || !notice || !origin) return undefined
  const { ruleId, tags, causedBy, isMomentary } = origin
  const status = step.step === 'ended' ? 'ended' : isMomentary ? 'momentary' : 'open'
  return {
    id,
    ownerId: choices.ownerId,
    version: 1,
    createdAt,
    updatedAt: choices.now,
    ruleId,
    subjectId: notice.subject.id,
    notice,
    status,
    told: [],
    changes: 0,
    reminders: 0,
    ...defined({ tags, causedBy }),
  }
}

async function decideStep(decision: Decision, grouping: Grouping, step: PendingStep): Promise<void> {
  const route = step.alertId === undefined ? undefined : decision.routes.get(step.alertId)
  switch (step.step) {
    case 'started':
      return route && start(decision, grouping, route)
    case 'changed':
      return route && change(decision, route, step)
    case 'ended':
      return end(decision, grouping, step)
    case 'reminder':
      return route && remind(decision, route)
    case 'escalation':
      return route && escalate(decision, route)
    case 'silence':
      return endSilence(decision, step)
    case 'destination':
      return tellNewDestination(decision)
    default:
      return tellSummary(decision, { ...step, step: step.step })
  }
}

async function start(decision: Decision, grouping: Grouping, route: AlertRoute): Promise<void> {
  const isDecided = route.told.length > 0 || route.groupedUnder !== undefined || route.waiting !== undefined
  if (route.status === 'ended' || isDecided) return
  const isAgain = decision.stored.has(route.id)
  if (isAgain && grouping.worksAgain(route)) return grouping.againAfterCheck(route)
  if (route.status === 'open' && (await grouping.join(route)) !== 'alone') return
  const current = decision.routes.get(route.id) ?? route
  await offerStart(decision, current, { step: 'started', reason: `its rule fired: ${route.notice.reason}` })
}

async function change(decision: Decision, route: AlertRoute, { notice }: PendingStep): Promise<void> {
  const acknowledgedBy = route.notice.acknowledgedBy
  const next = notice
    ? { ...notice, ...defined({ acknowledgedBy }) }
    : { ...route.notice, at: decision.choices.now }
  const changed = decision.set({ ...route, notice: next, changes: route.changes + 1 })
  if (route.status === 'ended' || route.groupedUnder !== undefined || route.told.length === 0) return
  const reason = notice ? `it changed: ${notice.reason}` : 'others failed with it'
  await offerChange(decision, changed, { step: 'changed', reason })
}

async function end(decision: Decision, grouping: Grouping, step: PendingStep): Promise<void> {
  const known = step.alertId === undefined ? undefined : decision.routes.get(step.alertId)
  const route = known ?? wayOf(decision, step)
  if (!route || known?.status === 'ended') return
  const ended = decision.set({
    ...omit(route, 'group'),
    status: 'ended',
    notice: step.notice ?? route.notice,
  })
  if (route.groupedUnder !== undefined) {
    const reason = 'the message of the alert that it joined named it'
    return decision.note(ended, 'ended', { outcome: 'grouped', reason })
  }
  await grouping.release(ended)
  await offerEnd(decision, ended)
}

/** Tells "still so" of the alerts that a silence was about and that go on. */
async function endSilence(decision: Decision, { silenceId }: PendingStep): Promise<void> {
  const { tables, choices } = decision
  const silence =
    silenceId === undefined
      ? undefined
      : await tables.collection(silencesTable).get(choices.ownerId, silenceId)
  if (!silence || silence.to > choices.now) return
  const { author, reason: why } = silence
  const afterSilence = { author, ...defined({ reason: why }) }
  const reason = `the silence by ${author} ended, and it goes on`
  for (const route of await openRoutes(decision)) {
    if (!matchesSilence(silence, route) || route.groupedUnder !== undefined) continue
    const occasion = { step: 'silence', reason, afterSilence } as const
    if (route.told.length === 0) await offerStart(decision, route, occasion)
    else await offerChange(decision, decision.set({ ...route, changes: route.changes + 1 }), occasion)
  }
}

/** Tells a destination that has just become active of what is open. */
async function tellNewDestination(decision: Decision): Promise<void> {
  const reason = 'the destination became active while it was open'
  for (const route of await openRoutes(decision))
    if (route.groupedUnder === undefined && route.waiting === undefined)
      await offerStart(decision, route, { step: 'destination', reason })
}

/** Returns the ways of the alerts that are open, the first begun first. */
async function openRoutes(decision: Decision): Promise<readonly AlertRoute[]> {
  const { tables, choices, routes } = decision
  const records = tables.collection(alertRoutesTable)
  const stored: AlertRoute[] = []
  for await (const route of everyRecord(records, choices.ownerId, { where: { status: 'open' } }))
    stored.push(route)
  decision.take(stored)
  return [...routes.values()]
    .filter(({ status }) => status === 'open')
    .sort((one, other) => one.createdAt - other.createdAt)
}
