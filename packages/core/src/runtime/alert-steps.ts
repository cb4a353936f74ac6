import type { AlertNotice } from '../alerting/alert-notice.js'
import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import type { Alert, AlertRule } from '../records/alert-records.js'
import { type PendingStep, pendingStepsTable } from '../records/alert-routing-records.js'
import { monitorDependenciesTable } from '../records/dependency-records.js'
import type { Destination } from '../records/destination-records.js'
import { storeRecord } from './records.js'
import type { Runtime } from './runtime.js'

/** The time in which what fails with a monitor is gathered into its message. */
export const groupWaitMs = 2_000

/** The conditions that say that a monitor does not work: they have a cause, and are told together with it. */
export const failingConditions: ReadonlySet<string> = new Set(['down', 'failures', 'heartbeat-missed'])

/** The parts of a runtime that a step is made with. */
type StepMaker = Pick<Runtime, 'newId' | 'clock'>

/** A step before it is stored. */
export type StepDraft = Pick<PendingStep, 'ownerId' | 'key' | 'step' | 'dueAt'> &
  Partial<Pick<PendingStep, 'alertId' | 'silenceId' | 'notice' | 'origin'>>

/** Stores a step that waits, in a transaction. One of the same key takes its content over, and falls due at the earlier time. */
export async function putStep(
  { newId, clock }: StepMaker,
  tables: Tables,
  draft: StepDraft,
): Promise<PendingStep> {
  const steps = tables.collection(pendingStepsTable)
  const now = clock.now()
  const step: PendingStep = { id: newId(), version: 1, createdAt: now, updatedAt: now, ...draft }
  const [written] = await steps.write([{ insert: step }])
  if (written?.ok) return written.record
  const { items } = await steps.page(draft.ownerId, { where: { key: draft.key }, limit: 1 })
  const known = items[0] ?? step
  const dueAt = Math.min(known.dueAt, draft.dueAt)
  return storeRecord(tables, pendingStepsTable, { ...known, ...draft, dueAt, updatedAt: now })
}

/** A change of an alert that its readers may be told of. */
export interface AlertStep {
  readonly step: 'started' | 'changed' | 'ended'
  readonly alert: Alert
  /** Its rule; absent where it was removed. */
  readonly rule?: AlertRule | undefined
  /** The tags of its subject. */
  readonly tags?: readonly string[] | undefined
}

/** Stores a change of an alert as a step that waits, in the transaction of the observation. */
export async function putAlertStep(maker: StepMaker, tables: Tables, change: AlertStep): Promise<void> {
  const { step, alert, rule, tags } = change
  const { ownerId, ruleId, causedBy } = alert
  const now = maker.clock.now()
  const isMomentary = step === 'started' && alert.status === 'ended' ? true : undefined
  const isGathered = step === 'started' && (await isGatheredFirst(tables, alert))
  await putStep(maker, tables, {
    ownerId,
    key: `${alert.id}:${step}`,
    step,
    alertId: alert.id,
    notice: noticeOf(step, alert, rule),
    origin: { ruleId, ...defined({ tags, causedBy, isMomentary }) },
    dueAt: isGathered ? now + groupWaitMs : now,
  })
}

/**
 * Tells whether an alert waits for those that fail with it: its monitor depends on others, of which one may have failed just
 * now, or others depend on it. One whose cause is known joins that at once.
 */
async function isGatheredFirst(tables: Tables, alert: Alert): Promise<boolean> {
  const { ownerId, watches, subjectId, condition, causedBy } = alert
  if (watches !== 'monitor' || causedBy !== undefined || !failingConditions.has(condition)) return false
  const dependencies = tables.collection(monitorDependenciesTable)
  for (const where of [{ monitorId: subjectId }, { dependsOnId: subjectId }])
    if ((await dependencies.page(ownerId, { where, limit: 1 })).items.length > 0) return true
  return false
}

/** Makes the notice of an alert as it is now. */
function noticeOf(kind: AlertStep['step'], alert: Alert, rule: AlertRule | undefined): AlertNotice {
  const { severity, from: startedAt, condition, reason, subject, acknowledgement } = alert
  const at =
    kind === 'started' ? startedAt : kind === 'ended' ? (alert.to ?? alert.updatedAt) : alert.updatedAt
  const known = defined({ ruleName: rule?.name, acknowledgedBy: acknowledgement?.who })
  return { kind, severity, at, startedAt, condition, reason, subject, ...known }
}

/**
 * Tells a destination that has just become active of the alerts that are open, in the transaction that makes it active. After
 * the commit, `runtime.stepsWaiting.wake()` starts it at once.
 */
export async function tellOpenAlerts(
  maker: StepMaker,
  tables: Tables,
  { id, ownerId }: Pick<Destination, 'id' | 'ownerId'>,
): Promise<void> {
  const dueAt = maker.clock.now()
  await putStep(maker, tables, { ownerId, key: `destination:${id}`, step: 'destination', dueAt })
}

/**
 * Looks again at what waits for the end of a pause, of quiet hours or of a day, in the transaction that changes preferences. After
 * the commit, `runtime.stepsWaiting.wake()` starts it at once.
 */
export async function reconsiderHeldAlerts(maker: StepMaker, tables: Tables, ownerId: string): Promise<void> {
  await putStep(maker, tables, { ownerId, key: 'held', step: 'held', dueAt: maker.clock.now() })
}
