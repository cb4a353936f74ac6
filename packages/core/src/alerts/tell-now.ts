import type { Tables, Where } from '../ports/index.js'
import { type Alert, type AlertRule, alertsTable } from '../records/alert-records.js'
import { type Monitor, monitorsTable } from '../records/monitor-records.js'
import {
  type Emit,
  everyPage,
  everyRecord,
  matchAlerts,
  putAlertStep,
  type Runtime,
  storeRecord,
} from '../runtime/index.js'
import type { AlertSubjects } from './subjects.js'

/** Tells of what a new rule finds failing already: an alert begins at once for each monitor that meets its condition. */
export async function tellNow(runtime: Runtime, subjects: AlertSubjects, rule: AlertRule): Promise<void> {
  if (rule.watches !== 'monitor' || rule.paused) return
  const { storage } = runtime
  const { ownerId, subjectId, tags } = rule
  const where: Where<Monitor> = subjectId === undefined ? {} : { id: subjectId }
  for await (const page of everyPage(storage.collection(monitorsTable), ownerId, { where }))
    for (const monitor of page) {
      const isMeant = tags === undefined || tags.some((tag) => monitor.tags.includes(tag))
      const isTroubled = monitor.checkedAt !== undefined && !monitor.paused
      if (isMeant && isTroubled) await matchNow(runtime, subjects, rule, monitor.id)
    }
}

async function matchNow(
  runtime: Runtime,
  subjects: AlertSubjects,
  rule: AlertRule,
  monitorId: string,
): Promise<void> {
  const { ownerId } = rule
  const known = await runtime.storage.collection(monitorsTable).get(ownerId, monitorId)
  const facts = known && (await subjects.factsOf(known))
  if (!facts) return
  await runtime.commit(ownerId, async (tables, emit) => {
    const monitor = await tables.collection(monitorsTable).get(ownerId, monitorId)
    if (!monitor || monitor.checkedAt !== known.checkedAt) return
    const { id, tags, failing, ruleStates: states } = monitor
    const alerts = await matchAlerts(
      runtime,
      { tables, emit },
      {
        watches: 'monitor',
        id,
        ownerId,
        tags,
        states,
        facts,
        rules: [rule],
        causedBy: failing?.causedBy,
        describe: () => subjects.describe(monitor, facts),
      },
    )
    if (!alerts.states?.[rule.id]?.alertId) return
    await storeRecord(tables, monitorsTable, { ...monitor, ruleStates: alerts.states })
    alerts.tell()
  })
}

/** Ends the open alerts of a rule that is removed or paused. */
export async function endAlertsOfRule(
  runtime: Runtime,
  { tables, emit }: { readonly tables: Tables; readonly emit: Emit },
  rule: AlertRule,
  reason: string,
): Promise<void> {
  const now = runtime.clock.now()
  const alerts = tables.collection(alertsTable)
  const open: Alert[] = []
  for await (const alert of everyRecord(alerts, rule.ownerId, { where: { ruleId: rule.id } }))
    if (alert.status === 'open') open.push(alert)
  for (const alert of open) {
    const ended: Alert = { ...alert, status: 'ended', to: now, reason, updatedAt: now }
    const stored = await storeRecord(tables, alertsTable, ended)
    await putAlertStep(runtime, tables, { step: 'ended', alert: stored, rule })
    emit('alert:ended', { rule, alert: stored })
  }
}
