import { omit } from '../options/index.js'
import { parseOptions, type Tables } from '../ports/index.js'
import { type AlertPreferences, alertPreferencesTable } from '../records/alert-routing-records.js'
import { type Runtime, reconsiderHeldAlerts, storeRecord } from '../runtime/index.js'
import { endSchema, type SpanEnd } from './silence-options.js'
import { endAt } from './silences.js'

/** Pauses the telling of everything of an owner. What begins meanwhile is told when the pause ends. */
export async function pauseAll(runtime: Runtime, ownerId: string, options: SpanEnd): Promise<void> {
  const call = 'alerts.pauseAll'
  const pausedUntil = endAt(call, parseOptions(call, endSchema, options), runtime.clock.now())
  await runtime.commit(ownerId, (tables) => setPause(runtime, tables, ownerId, pausedUntil))
}

/** Ends the pause of an owner: what was held back is told now. */
export async function resumeAll(runtime: Runtime, ownerId: string): Promise<void> {
  await runtime.commit(ownerId, async (tables) => {
    await setPause(runtime, tables, ownerId, undefined)
    await reconsiderHeldAlerts(runtime, tables, ownerId)
  })
  runtime.stepsWaiting.wake(ownerId)
}

async function setPause(
  { clock, newId }: Runtime,
  tables: Tables,
  ownerId: string,
  pausedUntil: number | undefined,
): Promise<void> {
  const records = tables.collection(alertPreferencesTable)
  const [known] = (await records.page(ownerId, { limit: 1 })).items
  const now = clock.now()
  const base: AlertPreferences = known ?? {
    id: newId(),
    ownerId,
    version: 1,
    createdAt: now,
    updatedAt: now,
    scope: 'owner',
  }
  const others: AlertPreferences = { ...omit(base, 'pausedUntil'), updatedAt: now }
  const next = pausedUntil === undefined ? others : { ...others, pausedUntil }
  if (known) await storeRecord(tables, alertPreferencesTable, next)
  else await records.write([{ insert: next }])
}
