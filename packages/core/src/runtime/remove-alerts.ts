import type { AlertSubject } from '../alerting/alert-notice.js'
import type { SubjectStates } from '../alerting/subject-state.js'
import { defined } from '../options/index.js'
import type { BaseRecord, Collection, Tables, Where } from '../ports/index.js'
import { type Alert, alertRulesTable, alertsTable } from '../records/alert-records.js'
import { putAlertStep } from './alert-steps.js'
import { everyRecord } from './every-record.js'
import { storeRecord } from './records.js'
import type { Emit, Runtime } from './runtime.js'

/** The number of records that are removed at once. */
const batchSize = 500

/**
 * Removes the rules that watch only a subject, and its alerts, in the transaction that removes the subject. Whoever was told of
 * one that is open is told that it ended.
 */
export async function removeAlertsOf(
  runtime: Pick<Runtime, 'newId' | 'clock'>,
  tables: Tables,
  { ownerId, id: subjectId, kind }: Pick<AlertSubject, 'id' | 'kind'> & { readonly ownerId: string },
): Promise<void> {
  const now = runtime.clock.now()
  const alerts = tables.collection(alertsTable)
  for await (const alert of everyRecord(alerts, ownerId, { where: { subjectId } })) {
    if (alert.status !== 'open') continue
    const ended: Alert = { ...alert, status: 'ended', to: now, reason: `its ${kind} was removed` }
    await putAlertStep(runtime, tables, { step: 'ended', alert: ended })
  }
  await removeWhere(tables.collection(alertRulesTable), ownerId, { subjectId })
  await removeWhere(alerts, ownerId, { subjectId })
}

/** Removes the records of an owner that match. */
async function removeWhere<Item extends BaseRecord>(
  records: Collection<Item>,
  ownerId: string,
  where: Where<Item>,
): Promise<void> {
  const ids: string[] = []
  for await (const { id } of everyRecord(records, ownerId, { where })) ids.push(id)
  for (let from = 0; from < ids.length; from += batchSize)
    await records.delete(ownerId, ids.slice(from, from + batchSize))
}

/** A subject whose alerts end, since it is watched no more for a while. */
export interface UnwatchedSubject {
  readonly ownerId: string
  /** The states of its rules, which name its open alerts. */
  readonly ruleStates?: SubjectStates
}

/** Ends the open alerts of a subject, with a reason. */
export async function endAlertsOf(
  runtime: Pick<Runtime, 'newId' | 'clock'>,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  { ownerId, ruleStates = {} }: UnwatchedSubject,
  { to, reason }: { readonly to: number; readonly reason: string },
): Promise<void> {
  for (const [ruleId, { alertId }] of Object.entries(ruleStates)) {
    const alert =
      alertId === undefined ? undefined : await tables.collection(alertsTable).get(ownerId, alertId)
    if (alert?.status !== 'open') continue
    const rule = await tables.collection(alertRulesTable).get(ownerId, ruleId)
    const ended = await storeRecord(tables, alertsTable, {
      ...alert,
      status: 'ended',
      to,
      reason,
      updatedAt: to,
    })
    await putAlertStep(runtime, tables, { step: 'ended', alert: ended, rule })
    emit('alert:ended', { alert: ended, ...defined({ rule }) })
  }
}
