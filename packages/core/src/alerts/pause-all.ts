import { defined, omit } from '../options/index.js'
import { parseOptions, type Tables } from '../ports/index.js'
import type { AlertPreferences } from '../records/alert-routing-records.js'
import { type Runtime, reconsiderHeldAlerts } from '../runtime/index.js'
import { storePreferences } from './preferences.js'
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

const setPause = (
  runtime: Runtime,
  tables: Tables,
  ownerId: string,
  pausedUntil: number | undefined,
): Promise<AlertPreferences> =>
  storePreferences(runtime, tables, ownerId, (before) => ({
    ...omit(before, 'pausedUntil'),
    ...defined({ pausedUntil }),
  }))
