import type { z } from 'zod'
import { createQuotas } from './budgets/index.js'
import { inProcessBus } from './bus/index.js'
import { EventHub } from './events/index.js'
import { openHttp } from './http/client/http-client.js'
import { uuidV7 } from './ids/index.js'
import { createProbeHealth, type ProbeHealth } from './monitors/probe-health.js'
import { referenceTargets } from './monitors/reference-targets.js'
import { defined } from './options/index.js'
import type { Logger } from './ports/index.js'
import { createRuntime, guardStorage, type Runtime } from './runtime/index.js'
import { inProcessScheduler } from './schedule/index.js'
import { Places } from './schedule/places.js'
import { SecretBox } from './secrets/index.js'
import { createSources } from './sources/index.js'
import type { telltaleSchema } from './telltale-options.js'
import { systemClock } from './time/index.js'

const noLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** Makes the health of the probes, by the host's references where it names some. */
export function openProbeHealth(
  runtime: Runtime,
  { references, maxDoubtMs }: z.output<typeof telltaleSchema>['probeHealth'],
): ProbeHealth {
  const { hub, clock } = runtime
  const checkReferences = references.length > 0 ? referenceTargets(runtime, references) : undefined
  return createProbeHealth({
    now: () => clock.now(),
    maxDoubtMs,
    ...defined({ checkReferences }),
    onUnhealthy: (status) => hub.emit('probe:unhealthy', status),
    onRecovered: (status) => hub.emit('probe:recovered', status),
  })
}

/** The parts of a Telltale. */
export interface Parts {
  readonly runtime: Runtime
  /** Closes the parts, after the scheduler. */
  closeParts(): Promise<void>
}

/** Makes the parts of a Telltale: the host's, and the defaults for the others. */
export function createParts(given: z.output<typeof telltaleSchema>): Parts {
  const {
    storage,
    adapters,
    clock = systemClock,
    logger = noLogger,
    bus = storage.openBus?.() ?? inProcessBus(),
    concurrency,
  } = given
  const { scheduler = inProcessScheduler({ clock, concurrency }) } = given
  const hub = new EventHub()
  const guarded = guardStorage(storage)
  const { counters } = guarded
  const quotas = createQuotas({ counters, clock, timeZone: given.budgets.timeZone }, given.quotas)
  const sources = createSources({
    adapters,
    quotas,
    clock,
    hub,
    logger,
    counters,
    budgets: given.budgets,
    cache: given.cache,
    cacheTimes: given.cacheTimes,
  })
  const http = openHttp(given.http, {
    logger,
    clock,
    waitingClock: systemClock,
    cache: sources.cache,
    middlewareFor: sources.middlewareFor,
    reserve: (owner, key, place) => counters.reserve(owner, key, place),
    onDegraded: (trouble) => hub.emit('source:degraded', trouble),
    onRecovered: (trouble) => hub.emit('source:recovered', trouble),
  })
  const runtime = createRuntime({
    storage: guarded,
    adapters,
    quotas,
    sources,
    hub,
    bus,
    scheduler,
    callPlaces: new Places(concurrency),
    httpFor: (adapter, account) => http.for(adapter.id, adapter.http, account),
    network: http.network,
    clock,
    logger,
    retention: given.retention,
    ...defined({ backupKey: given.backup.key, secretBox: given.secretKey && new SecretBox(given.secretKey) }),
    newId: uuidV7(clock),
  })
  const closeParts = async () => {
    const parts = [http, bus, ...adapters, sources.cache, guarded]
    const closed = await Promise.allSettled(parts.map(async (part) => part.close?.()))
    logger.info({}, 'Telltale is closed')
    for (const result of closed) if (result.status === 'rejected') throw result.reason
  }
  return { runtime, closeParts }
}
