import type { Tables } from '../ports/index.js'
import { type Alert, type AlertAcknowledgement, alertsTable } from '../records/alert-records.js'
import { alertRoutesTable, pendingStepsTable } from '../records/alert-routing-records.js'
import { type Runtime, storeRecord, withdrawDeliveries } from '../runtime/index.js'

/** The steps that nobody needs once somebody takes care of an alert. */
const needless: ReadonlySet<string> = new Set(['reminder', 'escalation'])

/**
 * Stores who takes care of an alert, in a transaction. Reminders and escalation end, and what is still on its way by any channel
 * is withdrawn.
 */
export async function storeAcknowledgement(
  runtime: Runtime,
  tables: Tables,
  alert: Alert,
  acknowledgement: AlertAcknowledgement,
): Promise<Alert> {
  const { id, ownerId, status } = alert
  const { at: updatedAt, who } = acknowledgement
  const steps = tables.collection(pendingStepsTable)
  const { items } = await steps.page(ownerId, { where: { alertId: id }, limit: 100 })
  await steps.delete(
    ownerId,
    items.filter(({ step }) => needless.has(step)).map((step) => step.id),
  )
  const route = await tables.collection(alertRoutesTable).get(ownerId, id)
  if (route)
    await storeRecord(tables, alertRoutesTable, {
      ...route,
      notice: { ...route.notice, acknowledgedBy: who },
      updatedAt,
    })
  if (status === 'open')
    await withdrawDeliveries(runtime, tables, {
      ownerId,
      where: { episodeId: id },
      reason: `${who} takes care of it`,
    })
  return storeRecord(tables, alertsTable, { ...alert, acknowledgement, updatedAt })
}
