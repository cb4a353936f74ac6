import { TelltaleError } from '../errors/index.js'
import type { EventHub, OwnedEvents } from '../events/index.js'
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
import type { Sources } from '../sources/index.js'
import { appendToFeed, type PendingEvent } from './feed-log.js'
import type { guardStorage } from './guarded-storage.js'
import type { Retention } from './retention.js'

/** The parts that the runtime is put together from. */
export interface RuntimeParts {
  readonly storage: ReturnType<typeof guardStorage>
  readonly adapters: readonly Adapter[]
  readonly hub: EventHub
  readonly bus: Bus
  readonly scheduler: Scheduler
  /** The HTTP client of an adapter. */
  httpFor(adapter: Adapter): Http
  /** What every source has of its own. */
  readonly sources: Sources
  readonly network: Network
  readonly clock: Clock
  readonly logger: Logger
  readonly retention: Retention
  readonly newId: () => string
}

/** Notes an event that is kept and emitted once the transaction holds. */
export type Emit = <Name extends keyof OwnedEvents>(name: Name, data: OwnedEvents[Name]) => void

/** What every service works with: the host's parts, and the few things that are done the same way everywhere. */
export interface Runtime extends RuntimeParts {
  /** Fires when Telltale begins to close. */
  readonly closing: AbortSignal
  /** Runs one call of a host, refused after closing, waited for by {@link Runtime.drain}. */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result>
  /** Runs `work` in a transaction that also keeps its events, which are emitted after the commit. */
  commit<Result>(ownerId: string, work: (tables: Tables, emit: Emit) => Promise<Result>): Promise<Result>
  /** What an adapter is handed with a call. */
  context(adapter: Adapter, signal?: AbortSignal): AdapterContext
  /** Emits an `error` event: for failures that nobody awaits. */
  report(cause: unknown, doing: string): void
  /** Refuses further calls and waits for those under way; after 8 s their signal fires. */
  drain(): Promise<void>
}

/** How long calls under way may go on once Telltale closes, before their signal fires: with that all ends within 10 s. */
const graceMs = 8_000

/** How often a transaction is run again when another one came first. */
const commitAttempts = 5

/** Puts the runtime together. */
export function createRuntime(parts: RuntimeParts): Runtime {
  const closing = new AbortController()
  const abandoning = new AbortController()
  const underWay = new Set<Promise<unknown>>()

  const run: Runtime['run'] = async (work) => {
    if (closing.signal.aborted)
      throw new TelltaleError('Telltale is closed; create another one', { code: 'CLOSED', status: 503 })
    const promise = (async () => work())()
    underWay.add(promise)
    try {
      return await promise
    } finally {
      underWay.delete(promise)
    }
  }

  const report: Runtime['report'] = (cause, doing) => {
    const error = TelltaleError.is(cause)
      ? cause
      : new TelltaleError(`${doing} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
          code: 'INTERNAL',
          status: 500,
          cause,
        })
    parts.logger.error({ err: error }, `${doing} failed`)
    parts.hub.emit('error', error)
  }

  const commit: Runtime['commit'] = async (ownerId, work) => {
    const { result, pending, lastId } = await transact(parts, ownerId, work)
    for (const { name, data } of pending) parts.hub.emit(name, data)
    if (lastId !== undefined)
      await parts.bus.publish({ ownerId, lastId }).catch((cause) => report(cause, 'publishing to the bus'))
    return result
  }

  return {
    ...parts,
    closing: closing.signal,
    run,
    commit,
    report,
    context: (adapter, signal = abandoning.signal) => ({
      http: parts.httpFor(adapter),
      network: parts.network,
      cache: parts.sources.cacheFor(adapter),
      clock: parts.clock,
      logger: parts.sources.loggerFor(adapter),
      signal,
    }),
    drain: async () => {
      closing.abort()
      const cancel = parts.clock.wakeAt(parts.clock.now() + graceMs, () => abandoning.abort())
      await Promise.allSettled(underWay)
      cancel()
    },
  }
}

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
      const again = TelltaleError.is(cause) && cause.code === 'CONFLICT' && cause.retryable
      if (!again || attempt === commitAttempts) throw cause
    }
  }
}
