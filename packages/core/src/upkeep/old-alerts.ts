import { type BaseRecord, type CollectionDefinition, everyOwner, type Where } from '../ports/index.js'
import { type Alert, alertsTable } from '../records/alert-records.js'
import {
  type AlertRoute,
  alertRoutesTable,
  type Silence,
  silencesTable,
} from '../records/alert-routing-records.js'
import { everyPage, type Runtime } from '../runtime/index.js'

/** Removes the alerts that ended and began before a time, how they were told, and the silences that ended before it. */
export async function dropOldAlerts(runtime: Runtime, before: number, signal: AbortSignal): Promise<void> {
  const ended: Where<Alert> = { status: 'ended', from: { lt: before } }
  await dropRecords(runtime, alertsTable, { where: ended, signal })
  for (const status of ['ended', 'momentary']) {
    const told: Where<AlertRoute> = { status, updatedAt: { lt: before } }
    await dropRecords(runtime, alertRoutesTable, { where: told, signal })
  }
  const over: Where<Silence> = { to: { lt: before } }
  await dropRecords(runtime, silencesTable, { where: over, signal })
}

async function dropRecords<Item extends BaseRecord>(
  { storage }: Runtime,
  table: CollectionDefinition<Item>,
  { where, signal }: { readonly where: Where<Item>; readonly signal: AbortSignal },
): Promise<void> {
  const records = storage.collection(table)
  for await (const page of everyPage(records, everyOwner, { where })) {
    if (signal.aborted) return
    for (const owner of new Set(page.map(({ ownerId }) => ownerId)))
      await records.delete(
        owner,
        page.filter(({ ownerId }) => ownerId === owner).map(({ id }) => id),
      )
  }
}
