import { defined, omit } from '../options/index.js'
import { parseOptions, type Tables } from '../ports/index.js'
import { type AlertPreferences, alertPreferencesTable } from '../records/alert-routing-records.js'
import { type Runtime, reconsiderHeldAlerts, storeRecord } from '../runtime/index.js'
import {
  type AlertPreferencesPatch,
  type AlertPreferenceValues,
  defaultAlertsPerMinute,
  preferencesPatchSchema,
} from './preference-options.js'

/** The preferences of one owner: how and when the owner is told of alerts. */
export interface AlertPreferencesService {
  /** Returns the preferences. */
  get(): Promise<AlertPreferenceValues>
  /**
   * Changes preferences. What is held back is decided on anew.
   *
   * @throws `ValidationError` naming the invalid part.
   */
  set(patch: AlertPreferencesPatch): Promise<AlertPreferenceValues>
}

/** Makes the preferences of one owner. */
export function createPreferences(runtime: Runtime, ownerId: string): AlertPreferencesService {
  const { run, storage } = runtime

  const set = async (given: AlertPreferencesPatch): Promise<AlertPreferenceValues> => {
    const { remindEvery, ...patch } = parseOptions('alerts.preferences.set', preferencesPatchSchema, given)
    const members = defined({ ...patch, remindEveryMs: remindEvery })
    const stored = await runtime.commit(ownerId, async (tables) => {
      await reconsiderHeldAlerts(runtime, tables, ownerId)
      return storePreferences(runtime, tables, ownerId, (before) => withMembers(before, members))
    })
    runtime.stepsWaiting.wake(ownerId)
    return valuesOf(stored)
  }

  return {
    get: () => run(async () => valuesOf(await readPreferences(storage, ownerId))),
    set: (patch) => run(() => set(patch)),
  }
}

/** Changes the preferences of an owner in a transaction, and makes the record of them where there is none. */
export async function storePreferences(
  { clock, newId }: Pick<Runtime, 'clock' | 'newId'>,
  tables: Tables,
  ownerId: string,
  change: (before: AlertPreferences) => AlertPreferences,
): Promise<AlertPreferences> {
  const known = await readPreferences(tables, ownerId)
  const now = clock.now()
  const base: AlertPreferences = known ?? {
    id: newId(),
    ownerId,
    version: 1,
    createdAt: now,
    updatedAt: now,
    scope: 'owner',
  }
  const next = { ...change(base), updatedAt: now }
  if (known) return storeRecord(tables, alertPreferencesTable, next)
  await tables.collection(alertPreferencesTable).write([{ insert: next }])
  return next
}

async function readPreferences(tables: Tables, ownerId: string): Promise<AlertPreferences | undefined> {
  return (await tables.collection(alertPreferencesTable).page(ownerId, { limit: 1 })).items[0]
}

/** Returns preferences with other members; those that are `null` are taken off. */
function withMembers(before: AlertPreferences, members: Readonly<Record<string, unknown>>): AlertPreferences {
  const all = Object.entries({ ...before, ...members }).filter(([, value]) => value !== null)
  return Object.fromEntries(all) as unknown as AlertPreferences
}

function valuesOf(stored: AlertPreferences | undefined): AlertPreferenceValues {
  const none = { maxAlertsPerMinute: defaultAlertsPerMinute }
  if (!stored) return none
  return { ...none, ...omit(stored, 'id', 'ownerId', 'version', 'createdAt', 'updatedAt', 'scope') }
}
