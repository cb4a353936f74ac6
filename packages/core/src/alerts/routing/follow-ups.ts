import type { AlertRoute, PendingStep } from '../../records/alert-routing-records.js'
import type { Destination } from '../../records/destination-records.js'
import { minuteMs } from '../../time/index.js'
import type { Decision } from './decision.js'
import { closedGate, isMinuteSpent } from './gates.js'
import { noticeNow } from './messages.js'
import { isUrgentEnough } from './owed.js'

/** Plans the reminder and the escalation that follow once an alert was told. */
export function planFollowUps(decision: Decision, route: AlertRoute): void {
  planReminder(decision, route)
  planEscalation(decision, route)
}

function planReminder(decision: Decision, { id: alertId, status, told }: AlertRoute): void {
  const { preferences, now } = decision.choices
  const { remindEveryMs } = preferences
  if (remindEveryMs === undefined || status !== 'open' || !told.some(({ as }) => as === 'alone')) return
  decision.plan({ key: `${alertId}:reminder`, step: 'reminder', alertId, dueAt: now + remindEveryMs })
}

function planEscalation(decision: Decision, route: AlertRoute): void {
  const { id: alertId, status, toldAt } = route
  const later = laterDestinations(decision, route)
  if (status !== 'open' || toldAt === undefined || later.length === 0) return
  const dueAt = toldAt + Math.min(...later.map(({ afterMs }) => afterMs))
  decision.plan({ key: `${alertId}:escalation`, step: 'escalation', alertId, dueAt })
}

/** Returns the destinations that are told of an alert when nobody acknowledged it for a time, and were not told yet. */
function laterDestinations({ choices }: Decision, route: AlertRoute): readonly Destination[] {
  const told = new Set(route.told.map(({ destinationId }) => destinationId))
  return choices.destinations.filter(
    (destination) =>
      destination.afterMs > 0 && !told.has(destination.id) && isUrgentEnough(route, destination),
  )
}

/** Reminds everybody who was told of an open alert, unless somebody takes care of it. */
export async function remind(decision: Decision, route: AlertRoute): Promise<void> {
  if (!(await isStillDue(decision, route, 'reminder'))) return
  const { destinations } = decision.choices
  const reminder = route.reminders + 1
  const notice = await noticeNow(decision, route, 'reminder', { reminder })
  const toldAlone = new Set(
    route.told.filter(({ as }) => as === 'alone').map(({ destinationId }) => destinationId),
  )
  let told = decision.set({ ...route, reminders: reminder })
  for (const destination of destinations.filter(({ id }) => toldAlone.has(id)))
    told = decision.send({
      destination,
      route: told,
      notice,
      name: `reminder:${reminder}`,
      reason: `nobody acknowledged it: reminder ${reminder}`,
    })
  planReminder(decision, told)
}

/** Tells the destinations whose time has come, as nobody takes care of the alert. */
export async function escalate(decision: Decision, route: AlertRoute): Promise<void> {
  if (!(await isStillDue(decision, route, 'escalation'))) return
  const { destinations, now } = decision.choices
  const afterMs = now - (route.toldAt ?? now)
  const delays = destinations.filter((one) => isUrgentEnough(route, one)).map((one) => one.afterMs)
  const steps = [...new Set(delays)].filter((delay) => delay > 0).sort((one, other) => one - other)
  let told = route
  for (const destination of laterDestinations(decision, route)) {
    if (destination.afterMs > afterMs) continue
    const escalation = steps.indexOf(destination.afterMs) + 1
    const notice = await noticeNow(decision, route, 'started', { escalation })
    const reason = `nobody acknowledged it: step ${escalation} of the escalation`
    told = decision.send({ destination, route: told, notice, name: 'started', reason })
  }
  planEscalation(decision, told)
}

/** Tells whether a step is still to be taken now; plans it for later where it has to wait. */
async function isStillDue(
  decision: Decision,
  route: AlertRoute,
  step: PendingStep['step'] & ('reminder' | 'escalation'),
): Promise<boolean> {
  const { id: alertId, status, notice, groupedUnder } = route
  if (status !== 'open' || notice.acknowledgedBy !== undefined || groupedUnder !== undefined) return false
  const { choices } = decision
  const later = (dueAt: number) => decision.plan({ key: `${alertId}:${step}`, step, alertId, dueAt })
  const silence = decision.silenceOf(route)
  const gate = closedGate(choices, route)
  if (silence) later(silence.to)
  else if (gate) later(gate.until)
  else if (await isMinuteSpent(decision)) later(choices.now + minuteMs)
  else return true
  return false
}
