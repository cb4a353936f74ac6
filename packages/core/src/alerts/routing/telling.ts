import type { AlertNotice, EndedSilence } from '../../alerting/alert-notice.js'
import type { AlertRoute, PendingStep } from '../../records/alert-routing-records.js'
import type { Decision } from './decision.js'
import { planFollowUps } from './follow-ups.js'
import { closedGate, digestGate, spentBudget, stormGate } from './gates.js'
import { noticeNow } from './messages.js'
import { isUrgentEnough, owedTo } from './owed.js'
import type { Gate } from './owner-choices.js'

/** The occasion of a message. */
export interface Occasion {
  /** The step that is decided. */
  readonly step: PendingStep['step']
  /** The reason of a message, in words. */
  readonly reason: string
  /** The silence that has just ended. */
  readonly afterSilence?: EndedSilence
}

/** Tells the destinations that are owed the beginning of an alert, or notes why not. */
export async function offerStart(decision: Decision, route: AlertRoute, occasion: Occasion): Promise<void> {
  const { step, reason } = occasion
  const { choices } = decision
  const { destinations } = choices
  if (destinations.length === 0)
    return decision.note(route, step, { outcome: 'no-destination', reason: 'no destination is active' })
  const owed = destinations.filter((destination) => owedTo(route, destination) === 'started')
  const isEscalated = destinations.some(
    (destination) => destination.afterMs > 0 && isUrgentEnough(route, destination),
  )
  if (owed.length === 0 && !isEscalated) {
    if (!destinations.some((destination) => isUrgentEnough(route, destination)))
      decision.note(route, step, {
        outcome: 'below-threshold',
        reason: `no destination is told of what is ${route.notice.severity}`,
      })
    return
  }
  if (isSilenced(decision, route, step)) return
  const closed = closedGate(choices, route) ?? (owed.length > 0 ? digestGate(choices, route) : undefined)
  const gate = closed ?? (owed.length > 0 ? await spentBudget(decision, route) : undefined)
  if (gate) return waitFor(decision, route, step, gate)
  const { afterSilence } = occasion
  const notice = await noticeNow(decision, route, 'started', afterSilence ? { afterSilence } : {})
  let told = decision.set({ ...route, toldAt: route.toldAt ?? choices.now })
  for (const destination of owed)
    told = decision.send({ destination, route: told, notice, name: 'started', reason })
  planFollowUps(decision, told)
}

/** Tells those who were told of the beginning that the alert changed, or notes why not. */
export async function offerChange(
  decision: Decision,
  route: AlertRoute,
  { step, reason, afterSilence }: Occasion,
): Promise<void> {
  const owed = decision.choices.destinations.filter(
    (destination) =>
      owedTo(route, destination) === 'changed' &&
      route.told.some(({ destinationId, as }) => destinationId === destination.id && as === 'alone'),
  )
  if (owed.length === 0 || isSilenced(decision, route, step)) return
  const gate = closedGate(decision.choices, route)
  if (gate) return waitFor(decision, route, step, gate)
  const notice = await noticeNow(decision, route, 'changed', afterSilence ? { afterSilence } : {})
  const name = `changed:${route.changes}`
  let told = route
  for (const destination of owed) told = decision.send({ destination, route: told, notice, name, reason })
}

/** Tells those who were told of the beginning that the alert ended, silenced or not. */
export async function offerEnd(decision: Decision, route: AlertRoute): Promise<void> {
  const { choices } = decision
  const step = 'ended'
  if (route.told.length === 0) {
    const outcome = route.waiting ? 'held' : 'dropped'
    const reason = route.waiting ? 'a summary will name it' : 'it ended before anybody was told'
    return decision.note(route, step, { outcome, reason })
  }
  const gate = closedGate(choices, route)
  if (gate) return waitFor(decision, route, step, gate)
  await sendEnd(decision, route)
  const after = decision.routes.get(route.id) ?? route
  const isOwed = choices.destinations.some((destination) => owedTo(after, destination) === 'ended')
  // Those who were told in a summary are told of the end in the next one.
  if (isOwed) waitFor(decision, after, step, digestGate(choices, after) ?? (await stormGate(decision)))
}

/** Tells of the end those who had a message of their own. */
async function sendEnd(decision: Decision, route: AlertRoute): Promise<void> {
  const notice = await noticeNow(decision, route, 'ended')
  await sendEndAlone(decision, route, notice)
}

/** Sends the end of an alert to each destination that had a message of its own. */
export async function sendEndAlone(
  decision: Decision,
  route: AlertRoute,
  notice: AlertNotice,
): Promise<AlertRoute> {
  let told = route
  for (const destination of decision.choices.destinations) {
    const before = route.told.find(({ destinationId }) => destinationId === destination.id)
    if (before?.as !== 'alone' || owedTo(route, destination) !== 'ended') continue
    const reason = 'the end goes wherever the beginning went'
    told = decision.send({ destination, route: told, notice, name: 'ended', reason })
  }
  return told
}

function isSilenced(decision: Decision, route: AlertRoute, step: PendingStep['step']): boolean {
  const silence = decision.silenceOf(route)
  if (!silence) return false
  const { author, reason } = silence
  const words = reason === undefined ? '' : `: ${reason}`
  decision.note(route, step, { outcome: 'silenced', reason: `${author} silenced it${words}` })
  return true
}

/** Leaves an alert to a summary, and notes why. */
function waitFor(
  decision: Decision,
  route: AlertRoute,
  step: PendingStep['step'],
  { waiting, until, outcome, reason }: Gate,
): void {
  const waits = decision.set({ ...route, waiting })
  decision.plan({ key: waiting, step: waiting, dueAt: until })
  decision.note(waits, step, { outcome, reason })
}
