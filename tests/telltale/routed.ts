import type { AlertRuleOptions, OwnerServices, Telltale, TelltaleOptions } from '@telltale/core'
import { when } from '@telltale/core/alerting'
import type { TestClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import {
  type AlertPreferences,
  alertPreferencesTable,
  type PendingStep,
  pendingStepsTable,
} from '../../packages/core/src/records/alert-routing-records.js'
import { type Delivery, deliveriesTable } from '../../packages/core/src/records/delivery-records.js'
import { type Destination, destinationsTable } from '../../packages/core/src/records/destination-records.js'
import { refused, type Script, scriptedProbe } from './scripted-probe.js'
import { startTelltale } from './start.js'

const minute = 60_000

/** Makes the ids of records that the test stores itself. */
function testIds(): () => string {
  let last = 0
  return () => {
    last += 1
    return `01990000-0000-7000-8000-${String(last).padStart(12, '0')}`
  }
}

/** A Telltale that runs, whose targets answer as the test says, and what it would deliver. */
export interface Routed {
  readonly telltale: Telltale
  readonly clock: TestClock
  readonly storage: ReturnType<typeof memoryStorage>
  /** The answer of each target by its name; 10 ms unless the test sets another. */
  readonly answers: Map<string, Script>
  /** Adds a destination that is active. */
  addDestination(given?: Partial<Destination>): Promise<string>
  /** Tells a destination of what is open, as the service does that makes it active. */
  tellOpen(destinationId: string): Promise<void>
  /** Sets the preferences of the owner. */
  prefer(preferences: Partial<AlertPreferences>): Promise<void>
  /** Returns the deliveries so far, in order. */
  deliveries(): Promise<readonly Delivery[]>
  /** Returns the deliveries so far in words, such as `started shop`. */
  told(): Promise<readonly string[]>
  /** Makes a monitor of `script:` and its name. */
  watch(name: string, given?: Partial<Parameters<OwnerServices['monitors']['create']>[0]>): Promise<string>
  /** Checks monitors twice, so that a failure is an outage, and lets the router decide. */
  check(...ids: readonly string[]): Promise<void>
  /** Lets all that is due be decided. */
  settle(ms?: number): Promise<void>
}

/** Starts a Telltale with a rule on outages, and a destination unless the test wants none. */
export async function startRouted({
  rule = { condition: when.down() },
  options = {},
}: {
  readonly rule?: AlertRuleOptions
  readonly options?: Partial<TelltaleOptions>
} = {}): Promise<Routed> {
  const storage = memoryStorage()
  const answers = new Map<string, Script>()
  const adapters = [scriptedProbe(({ hostname, pathname }) => answers.get(hostname || pathname) ?? 10)]
  const { telltale, clock } = startTelltale({ storage, adapters, ...options })
  await telltale.start()
  await telltale.alerts.rules.create(rule)
  const deliveries = async () =>
    (await storage.collection<Delivery>(deliveriesTable).page('default', { limit: 10_000 })).items
  const newId = testIds()
  const settle = async (ms = 100) => {
    await clock.advance(ms)
    // The clock does not wait for a decision that a busy machine is still making.
    const due = { dueAt: { lte: clock.now() } }
    const steps = storage.collection<PendingStep>(pendingStepsTable)
    const until = performance.now() + 2_000
    while (performance.now() < until && (await steps.count('default', due)) > 0) await clock.advance(0)
  }
  const base = () => {
    const now = clock.now()
    return { id: newId(), ownerId: 'default', version: 1, createdAt: now, updatedAt: now }
  }
  return {
    telltale,
    clock,
    storage,
    answers,
    settle,
    deliveries,
    told: async () => (await deliveries()).map(words),
    addDestination: async (given = {}) => {
      const insert: Destination = {
        ...base(),
        channel: 'console',
        settings: {},
        label: 'here',
        status: 'active',
        minSeverity: 'info',
        afterMs: 0,
        ...given,
      }
      await storage.collection<Destination>(destinationsTable).write([{ insert }])
      return insert.id
    },
    tellOpen: async (id) => {
      const step: PendingStep = {
        ...base(),
        key: `destination:${id}`,
        step: 'destination',
        dueAt: clock.now(),
      }
      await storage.collection<PendingStep>(pendingStepsTable).write([{ insert: step }])
      await settle(6_000)
    },
    prefer: async (preferences) => {
      const records = storage.collection<AlertPreferences>(alertPreferencesTable)
      const [known] = (await records.page('default', { limit: 1 })).items
      await records.write([
        known
          ? { update: { ...known, ...preferences } }
          : { insert: { ...base(), scope: 'owner', ...preferences } },
      ])
    },
    watch: async (name, given = {}) => {
      const url = `script://${name}/`
      return (await telltale.monitors.create({ name, url, every: '1h', ...given })).id
    },
    check: async (...monitors) => {
      for (let round = 0; round < 2; round++) for (const id of monitors) await telltale.monitors.check(id)
      await settle()
    },
  }
}

/** Returns a delivery in words. */
function words({ notice }: Delivery): string {
  if (notice.kind === 'summary') return `summary of ${notice.count}`
  if (!('subject' in notice)) return notice.kind
  return `${notice.kind} ${notice.subject.name}`
}

export { minute, refused }
