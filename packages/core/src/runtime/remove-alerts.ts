import type { BaseRecord, Collection, Tables, Where } from '../ports/index.js'
import { alertRulesTable, alertsTable } from '../records/alert-records.js'
import { everyRecord } from './every-record.js'

/** The number of records that are removed at once. */
const batchSize = 500

/** Removes the rules that watch only a subject, and its alerts: in the transaction that removes the subject. */
export async function removeAlertsOf(tables: Tables, ownerId: string, subjectId: string): Promise<void> {
  await removeWhere(tables.collection(alertRulesTable), ownerId, { subjectId })
  await removeWhere(tables.collection(alertsTable), ownerId, { subjectId })
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
