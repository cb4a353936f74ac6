import { setMaxListeners } from 'node:events'
import type { QuotaControl } from '../budgets/index.js'
import { TelltaleError } from '../errors/index.js'
import type { EventHub, OwnedEvents } from '../events/index.js'
import type { CallAccount } from '../http/client/parse-call.js'
import { defined } from '../options/index.js'
import type {
  Adapter,
  AdapterContext,
  Bus,
  Clock,
  Http,
  Logger,
  Network,
  Scheduler,
  Tables,
} from '../ports/index.js'
import type { Places } from '../schedule/places.js'
import type { SecretBox, SecretKey } from '../secrets/index.js'
import type { Sources } from '../sources/index.js'
import { type AbortableCalls, abortableCalls } from './abortable-calls.js'
import { AlertRules } from './alert-rules.js'
import { appendToFeed, type PendingEvent } from './feed-log.js'
import type { guardStorage } from './guarded-storage.js'
import type { Retention } from './retention.js'
import { WakeUp } from './wake-up.js'

/** The parts of a runtime: the host's, and the defaults for the others. */
export interface RuntimeParts {
  readonly storage: ReturnType<typeof guardStorage>
  readonly adapters: readonly Adapter[]
  readonly hub: EventHub
  readonly bus: Bus
  readonly scheduler: Scheduler
  /** The places of checks and readings that hosts ask for, apart from those of the scheduler. */
  readonly callPlaces: Places
  /** Returns the HTTP client of an adapter, whose calls go on this account. */
  httpFor(adapter: Adapter, account: CallAccount): Http
  /** The budgets, caches and loggers of the sources. */
  readonly sources: Sources
  /** The quotas of owners. */
  readonly quotas: QuotaControl
  readonly network: Network
  readonly clock: Clock
  readonly logger: Logger
  readonly retention: Retention
  /** The key that seals what is exported, and that an import has to be sealed with. */
  readonly backupKey?: SecretKey
  /** Encrypts the secrets of records; absent when the host gave no key. */
  readonly secretBox?: SecretBox
  /** Makes the id of a new record. */
  readonly newId: () => string
}

/** Adds an event to a transaction: it is stored with it, and emitted after the commit. */
export type Emit = <Name extends keyof OwnedEvents>(name: Name, data: OwnedEvents[Name]) => void

/** The context of every service: the host's parts, and the operations that all services share. */
export interface Runtime extends RuntimeParts, AbortableCalls {
  /** The rules of owners, which observations are matched with. */
  readonly alertRules: AlertRules
  /** Wakes the worker that decides who is told of the steps of alerts. */
  readonly stepsWaiting: WakeUp
  /** Wakes the worker that delivers. */
  readonly deliveriesWaiting: WakeUp
  /** Fires when Telltale begins to close. */
  readonly closing: AbortSignal
  /** Runs one public call. It rejects after closing, and {@link Runtime.drain} waits for it. */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result>
  /** Runs `work` in a transaction that also stores its events, and emits them after the commit. */
  commit<Result>(ownerId: string, work: (tables: Tables, emit: Emit) => Promise<Result>): Promise<Result>
  /**
   * Makes the context of a call to an adapter, for this owner or for the host itself. `onSpent` is told what each call costs
   * in US dollars.
   */
  context(
    adapter: Adapter,
    signal?: AbortSignal,
    ownerId?: string,
    onSpent?: (usd: number) => void,
  ): AdapterContext
  /** Logs a failure that no caller awaits, and emits it as an `error` event. */
  report(cause: unknown, doing: string): void
  /** Refuses further calls and waits for the pending ones. After 8 s their signal fires. */
  drain(): Promise<void>
}

/** The time that pending calls have once Telltale closes, before their signal fires. Closing then ends within 10 s. */
const graceMs = 8_000

/** The events of alerts: each has stored a step that waits. */
const alertEvents: ReadonlySet<string> = new Set(['rule:fired', 'alert:changed', 'alert:ended'])

/** The number of times that a conflicting transaction runs. */
const commitAttempts = 5

/** Makes the runtime. */
export function createRuntime(parts: RuntimeParts): Runtime {
  const closing = new AbortController()
  const aborting = new AbortController()
  const pendingCalls = new Set<Promise<unknown>>()
  // All calls share it, and Node would warn of a leak.
  setMaxListeners(0, aborting.signal)

  const run: Runtime['run'] = async (work) => {
    if (closing.signal.aborted)
      throw new TelltaleError('Telltale is closed; create another one', { code: 'CLOSED', status: 503 })
    const promise = (async () => work())()
    pendingCalls.add(promise)
    try {
      return await promise
    } finally {
      pendingCalls.delete(promise)
    }
  }

  const report: Runtime['report'] = (cause, doing) => {
    const error = toTelltaleError(cause, doing)
    parts.logger.error({ err: error }, `${doing} failed`)
    parts.hub.emit('error', error)
  }

  const stepsWaiting = new WakeUp()
  const commit: Runtime['commit'] = async (ownerId, work) => {
    const { result, pending, lastId } = await transact(parts, ownerId, work)
    if (pending.some(({ name }) => alertEvents.has(name))) stepsWaiting.wake(ownerId)
    for (const { name, data } of pending) parts.hub.emit(name, data)
    if (lastId !== undefined)
      await parts.bus.publish({ ownerId, lastId }).catch((cause) => report(cause, 'publishing to the bus'))
    return result
  }

  return {
    ...parts,
    alertRules: new AlertRules(parts.storage),
    stepsWaiting,
    deliveriesWaiting: new WakeUp(),
    closing: closing.signal,
    run,
    ...abortableCalls(run, aborting.signal),
    commit,
    report,
    context: contextOf(parts, aborting.signal),
    drain: async () => {
      closing.abort()
      const cancel = parts.clock.wakeAt(parts.clock.now() + graceMs, () => aborting.abort())
      await Promise.allSettled(pendingCalls)
      cancel()
    },
  }
}

/** Makes the function that makes the context of a call; `ending` fires when calls have to end. */
const contextOf =
  ({ httpFor, network, sources, clock }: RuntimeParts, ending: AbortSignal): Runtime['context'] =>
  (adapter, signal = ending, ownerId, onSpent) => ({
    http: httpFor(adapter, defined({ ownerId, onSpent })),
    network,
    cache: sources.cacheFor(adapter),
    clock,
    logger: sources.loggerFor(adapter),
    signal,
  })

/** Returns what was thrown as a `TelltaleError`: itself, or one of code `INTERNAL` that says what failed. */
function toTelltaleError(cause: unknown, doing: string): TelltaleError {
  if (TelltaleError.is(cause)) return cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new TelltaleError(`${doing} failed: ${reason}`, { code: 'INTERNAL', status: 500, cause })
}

/** Runs a transaction with its events, again after a conflict. */
async function transact<Result>(
  { storage, clock }: RuntimeParts,
  ownerId: string,
  work: (tables: Tables, emit: Emit) => Promise<Result>,
): Promise<{ result: Result; pending: readonly PendingEvent[]; lastId?: number }> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await storage.transaction(async (tables) => {
        const pending: PendingEvent[] = []
        const result = await work(tables, (name, data) => void pending.push({ name, data } as PendingEvent))
        if (pending.length === 0) return { result, pending }
        return { result, pending, lastId: await appendToFeed(tables, ownerId, pending, clock.now()) }
      })
    } catch (cause) {
      const isConflict = TelltaleError.is(cause) && cause.code === 'CONFLICT' && cause.retryable
      if (!isConflict || attempt === commitAttempts) throw cause
    }
  }
}
