import type { AlertNotice, SummaryNotice } from '../../alerting/alert-notice.js'
import { omit } from '../../options/index.js'
import { type AlertRoute, alertRoutesTable, type PendingStep } from '../../records/alert-routing-records.js'
import type { Destination } from '../../records/destination-records.js'
import { everyRecord } from '../../runtime/index.js'
import type { Decision } from './decision.js'
import { planFollowUps } from './follow-ups.js'
import { closedGate } from './gates.js'
import { noticeNow } from './messages.js'
import { owedTo, severityRank } from './owed.js'
import { sendEndAlone } from './telling.js'

/** The number of alerts that a summary holds; the others are counted. */
const maxListed = 20

/** The steps that fall due for a summary. */
type SummaryStep = PendingStep & { readonly step: SummaryNotice['because'] }

/** The reason why an alert stands in a summary, in words. */
const reasons: Readonly<Record<SummaryNotice['because'], string>> = {
  storm: 'a summary of the alerts over the budget of a minute named it',
  digest: 'the digest named it',
  held: 'it was held back before',
}

/** Tells of what waited for a summary: to each destination, what it is owed. */
export async function tellSummary(decision: Decision, step: SummaryStep): Promise<void> {
  const waiting = await waitingFor(decision, step.step)
  const ready: AlertRoute[] = []
  for (const route of waiting) if (isReady(decision, route, step.step)) ready.push(route)
  for (const route of ready) if (route.status === 'ended') await endAlone(decision, route)
  for (const destination of decision.choices.destinations) await tellOf(decision, step, destination, ready)
  for (const { id } of ready) {
    const route = decision.routes.get(id)
    if (route) planFollowUps(decision, decision.set(omit(route, 'waiting')))
  }
}

async function waitingFor(
  decision: Decision,
  waiting: SummaryNotice['because'],
): Promise<readonly AlertRoute[]> {
  const { tables, choices, routes } = decision
  const records = tables.collection(alertRoutesTable)
  const stored: AlertRoute[] = []
  for await (const route of everyRecord(records, choices.ownerId, { where: { waiting } })) stored.push(route)
  decision.take(stored)
  return [...routes.values()].filter((route) => route.waiting === waiting)
}

/** Tells whether an alert is told now: nothing holds it back, and it is silenced no more than when it began. */
function isReady(decision: Decision, route: AlertRoute, step: SummaryNotice['because']): boolean {
  const gate = closedGate(decision.choices, route)
  if (gate) {
    decision.set({ ...route, waiting: gate.waiting })
    decision.plan({ key: gate.waiting, step: gate.waiting, dueAt: gate.until })
    return false
  }
  const silence = route.told.length === 0 ? decision.silenceOf(route) : undefined
  if (!silence) return true
  decision.note(route, step, { outcome: 'silenced', reason: `${silence.author} silenced it meanwhile` })
  decision.set(omit(route, 'waiting'))
  return false
}

/** Ends what had a message of its own by another one: its channel may follow the episode. */
async function endAlone(decision: Decision, route: AlertRoute): Promise<void> {
  await sendEndAlone(decision, route, await noticeNow(decision, route, 'ended', { isLate: true }))
}

async function tellOf(
  decision: Decision,
  { id, step }: SummaryStep,
  destination: Destination,
  ready: readonly AlertRoute[],
): Promise<void> {
  const owed: { readonly route: AlertRoute; readonly what: 'started' | 'changed' | 'ended' | 'over' }[] = []
  for (const { id: alertId } of ready) {
    const route = decision.routes.get(alertId)
    const what = route && owedTo(route, destination)
    if (route && what) owed.push({ route, what })
  }
  const changed = owed.filter(({ what }) => what === 'changed')
  for (const { route } of changed) {
    const notice = await noticeNow(decision, route, 'changed', { isLate: true })
    const name = `changed:${route.changes}`
    decision.send({ destination, route, notice, name, reason: reasons[step] })
  }
  const rest = owed.filter(({ what }) => what !== 'changed')
  const [only] = rest
  if (!only) return
  if (rest.length === 1 && only.what === 'started') {
    const notice = await noticeNow(decision, only.route, 'started', { isLate: true })
    decision.send({ destination, route: only.route, notice, name: 'started', reason: reasons[step] })
    return
  }
  const routes = rest
    .map(({ route }) => route)
    .sort((one, other) => one.notice.startedAt - other.notice.startedAt)
  const alerts: AlertNotice[] = []
  for (const route of routes.slice(0, maxListed))
    alerts.push(await noticeNow(decision, route, route.status === 'ended' ? 'ended' : 'started'))
  const severity = routes
    .map(({ notice }) => notice.severity)
    .reduce((one, other) => (severityRank(other) > severityRank(one) ? other : one))
  const notice: SummaryNotice = {
    kind: 'summary',
    severity,
    at: decision.choices.now,
    because: step,
    alerts,
    count: routes.length,
  }
  decision.sendSummary(destination, notice, { key: `summary:${id}`, routes, reason: reasons[step] })
}
