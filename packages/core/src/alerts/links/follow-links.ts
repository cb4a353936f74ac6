import { ForbiddenError } from '../../errors/index.js'
import { defined, omit } from '../../options/index.js'
import type { NotificationLink } from '../../ports/index.js'
import { type Alert, alertsTable } from '../../records/alert-records.js'
import { type Destination, destinationsTable } from '../../records/destination-records.js'
import { disableDestination, type Runtime, storeRecord } from '../../runtime/index.js'
import { storeAcknowledgement } from '../acknowledge.js'
import type { CheckedLinkOptions } from './link-options.js'
import { type LinkClaim, readLink } from './link-token.js'

/** The alert that a link is about, for whoever has the link. */
export interface LinkedAlert extends Pick<Alert, 'status' | 'severity' | 'reason' | 'from' | 'to'> {
  /** The name of its subject. */
  readonly name: string
  /** The person who takes care of it; absent until somebody says so. */
  readonly acknowledgedBy?: string
}

/** The state of a link, for the page that it leads to. */
export interface AlertLinkState {
  /** The effect of the link. */
  readonly effect: NotificationLink['effect']
  /** The destination that it was sent to, for people to recognize. */
  readonly label: string
  /** `true` when there is nothing left to do: somebody takes care of the alert, or nothing is sent to the destination. */
  readonly isDone: boolean
  /** The alert; absent for a link that ends the messages. */
  readonly alert?: LinkedAlert
}

/** The links of messages, for the pages that they lead to. Whoever has a link may use it: there is no login. */
export interface AlertLinks {
  /**
   * Returns what a link does, and changes nothing: programs that scan mails open every link.
   *
   * @throws `ForbiddenError` when the link is not one of ours, is too old, or its alert or destination is gone.
   */
  look(token: string): Promise<AlertLinkState>
  /**
   * Does what a link says: acknowledges its alert in the name of the destination, or ends the messages to it. Twice is as once.
   *
   * @throws `ForbiddenError` as {@link AlertLinks.look} does.
   */
  act(token: string): Promise<AlertLinkState>
}

/** The reason of a destination that its reader ended. */
const endedByReader = 'its reader ended it'

/** Makes what the pages of links need. */
export function createAlertLinks(runtime: Runtime, options: CheckedLinkOptions | undefined): AlertLinks {
  const { run, clock } = runtime
  const claimOf = (token: string): LinkClaim => {
    const claim = options && readLink(token, options.key)
    if (!claim) throw new ForbiddenError('this link is not valid')
    if (claim.expiresAt <= clock.now()) throw new ForbiddenError('this link is too old')
    return claim
  }
  return {
    look: (token) => run(() => stateOf(runtime, claimOf(token))),
    act: (token) =>
      run(async () => {
        const claim = claimOf(token)
        await stateOf(runtime, claim)
        if (claim.effect === 'acknowledge') await acknowledge(runtime, claim)
        if (claim.effect === 'unsubscribe') await unsubscribe(runtime, claim)
        return stateOf(runtime, claim)
      }),
  }
}

/** Reads what a link is about. An alert is shown to destinations alone that are still told of it. */
async function stateOf({ storage }: Runtime, claim: LinkClaim): Promise<AlertLinkState> {
  const { effect, ownerId, destinationId, alertId } = claim
  const destination = await storage.collection(destinationsTable).get(ownerId, destinationId)
  if (!destination || (alertId !== undefined && destination.status !== 'active'))
    throw new ForbiddenError('nothing is sent to this destination any more')
  const { label, status } = destination
  if (alertId === undefined) return { effect, label, isDone: status === 'disabled' }
  const alert = await storage.collection(alertsTable).get(ownerId, alertId)
  if (!alert) throw new ForbiddenError('there is nothing to see any more')
  const isDone = effect === 'acknowledge' && alert.acknowledgement !== undefined
  return { effect, label, isDone, alert: linkedAlert(alert) }
}

function linkedAlert({ status, severity, reason, from, to, subject, acknowledgement }: Alert): LinkedAlert {
  const acknowledgedBy = acknowledgement?.who
  return { status, severity, reason, from, name: subject.name, ...defined({ to, acknowledgedBy }) }
}

async function acknowledge(
  runtime: Runtime,
  { ownerId, destinationId, alertId = '' }: LinkClaim,
): Promise<void> {
  await runtime.commit(ownerId, async (tables) => {
    const alert = await tables.collection(alertsTable).get(ownerId, alertId)
    const destination = await tables.collection(destinationsTable).get(ownerId, destinationId)
    if (!alert || !destination || alert.acknowledgement) return
    const who = (destination.name ?? destination.label).slice(0, 200)
    await storeAcknowledgement(runtime, tables, alert, { at: runtime.clock.now(), who })
  })
}

/** Ends the messages to a destination: to send there again, its reader has to verify it anew. */
async function unsubscribe(runtime: Runtime, { ownerId, destinationId }: LinkClaim): Promise<void> {
  await runtime.commit(ownerId, async (tables) => {
    const destination = await tables.collection(destinationsTable).get(ownerId, destinationId)
    if (!destination || destination.disabledReason === endedByReader) return
    const ended: Destination = await disableDestination(runtime, tables, destination, endedByReader)
    const updatedAt = runtime.clock.now()
    await storeRecord(tables, destinationsTable, { ...omit(ended, 'verifiedAt'), updatedAt })
  })
}
