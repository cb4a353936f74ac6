import { z } from 'zod'
import { alertRows } from './alerts/alert-rows.js'
import { type Alerts, createAlerts } from './alerts/alerts.js'
import type { AlertSubjects } from './alerts/subjects.js'
import { once } from './async/index.js'
import { type Audit, auditRows, createAudit } from './audit/audits.js'
import { type Backups, createBackups } from './backup/backups.js'
import { counterRows } from './backup/counter-rows.js'
import { battleRows } from './battles/battle-rows.js'
import { type Battles, createBattles } from './battles/battles.js'
import { createQuotas, type Quotas } from './budgets/index.js'
import { inProcessBus } from './bus/index.js'
import { excerpt, ValidationError } from './errors/index.js'
import {
  EventHub,
  type EventName,
  type EventStreamOptions,
  type Listener,
  type TelltaleEvents,
} from './events/index.js'
import { openHttp } from './http/client/http-client.js'
import {
  createIdempotency,
  dropKeptAnswers,
  type Idempotency,
  idempotencyRows,
} from './idempotency/idempotency.js'
import { uuidV7 } from './ids/index.js'
import { hostGaps } from './monitors/host-gaps.js'
import { monitorRows } from './monitors/monitor-rows.js'
import { monitorWork } from './monitors/monitor-work.js'
import { createMonitors, type Monitors } from './monitors/monitors.js'
import { createProbeHealth, type ProbeHealth } from './monitors/probe-health.js'
import { queryRollUps } from './monitors/query-roll-ups.js'
import { referenceTargets } from './monitors/reference-targets.js'
import { currentFacts, replayChecks } from './monitors/replay-checks.js'
import { rollUpMonitors } from './monitors/roll-up-work.js'
import { describeMonitor } from './monitors/rule-facts.js'
import { defined, type OptionsShape, parseOptions, signalOption } from './options/index.js'
import type { Adapter, Logger, ProbeSettings, SettingsOf } from './ports/index.js'
import { createPrivacy, type Privacy } from './privacy/privacy.js'
import { checkKnownCurrency } from './products/known-currencies.js'
import { productRows } from './products/product-rows.js'
import { productWork } from './products/product-work.js'
import { createProducts, type Products } from './products/products.js'
import { replayReadings } from './products/replay-readings.js'
import { createPurchases, type Purchases } from './purchases/purchases.js'
import {
  createFeeds,
  createRuntime,
  createSourceAccess,
  createSweeper,
  type Feed,
  feedRows,
  guardStorage,
  handlerOf,
  missedSlotRows,
  type RowSchemas,
  type Runtime,
  type SourceAccess,
  settledByTime,
} from './runtime/index.js'
import { inProcessScheduler } from './schedule/index.js'
import { Places } from './schedule/places.js'
import { SecretBox } from './secrets/index.js'
import { createSources } from './sources/index.js'
import { statusPageRows } from './status-pages/status-page-rows.js'
import { createStatusPages, type StatusPages } from './status-pages/status-pages.js'
import { type TelltaleOptions, telltaleSchema } from './telltale-options.js'
import { systemClock } from './time/index.js'
import { createUpkeep } from './upkeep/upkeep.js'

/**
 * The services of one owner, which see only this owner's records.
 *
 * @typeParam Settings - the settings that the host's probes take of each monitor.
 */
export interface OwnerServices<Settings extends ProbeSettings = ProbeSettings> {
  /** Endpoints that are checked for latency and uptime. */
  readonly monitors: Monitors<Settings>
  /** Public pages that tell readers whether monitors work. */
  readonly statusPages: StatusPages
  /** Comparisons of cars. */
  readonly battles: Battles
  /** Costs of buying a car. */
  readonly purchases: Purchases
  /** Product pages whose prices are tracked. */
  readonly products: Products
  /** Rules on all of these, and the alerts that they begin. */
  readonly alerts: Alerts
  /** The owner's events, for clients that were away. */
  readonly feed: Feed
  /** The owner's audit log, which the host writes. */
  readonly audit: Audit
  /** The quotas of the owner's plan, and their use. */
  readonly quotas: Quotas
  /** Requests that clients may send again without doing something twice. */
  readonly idempotency: Idempotency
}

/**
 * A Telltale. Its own services belong to the owner `default`, for hosts without users.
 *
 * @typeParam Settings - the settings that the host's probes take of each monitor.
 */
export interface Telltale<Settings extends ProbeSettings = ProbeSettings>
  extends OwnerServices<Settings>,
    SourceAccess,
    AsyncDisposable {
  /** Backups of the whole storage, of every owner. */
  readonly backup: Backups
  /** Export and erasure of one owner's data. */
  readonly privacy: Privacy
  /**
   * Returns the services of one owner, such as a user or a customer of the host.
   *
   * @throws `ValidationError` when the name is not 1 to 200 printable characters, or is `shared`, which is reserved.
   */
  for(ownerId: string): OwnerServices<Settings>
  /** Calls `listener` for each event of this name in this process. Returns a function that removes it. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void
  /** Calls `listener` for the next event of this name only. Returns a function that removes it. */
  once<Name extends EventName>(name: Name, listener: Listener<Name>): () => void
  /** Yields each event of this name in this process from now on, until `signal` fires or the loop is left. */
  events<Name extends EventName>(
    name: Name,
    options?: EventStreamOptions,
  ): AsyncGenerator<TelltaleEvents[Name], void, undefined>
  /**
   * Migrates the storage, then runs scheduled work until {@link Telltale.close}. May be called twice, and again after it
   * rejected.
   */
  start(): Promise<void>
  /**
   * Starts no further work, waits until pending work is done and stored, then closes the storage, the adapters and the
   * other parts. Calls after it reject with code `CLOSED`. May be called twice, and again after it rejected.
   */
  close(): Promise<void>
}

/** The schemas of the rows of every table, which an import checks. */
const rowSchemas: RowSchemas = {
  ...monitorRows,
  ...productRows,
  ...battleRows,
  ...statusPageRows,
  ...alertRows,
  ...auditRows,
  ...idempotencyRows,
  ...feedRows,
  ...missedSlotRows,
  ...counterRows,
}

const streamSchema = z.strictObject({
  signal: signalOption.optional(),
} satisfies OptionsShape<EventStreamOptions>)

const noLogger: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/**
 * Makes a Telltale. It does no I/O before the first call or `start()`.
 *
 * @throws `ValidationError` naming each option that is wrong.
 * @example
 * ```ts
 * import { createTelltale } from '@telltale/core'
 * import { http } from '@telltale/adapters/http'
 * import { memoryStorage } from '@telltale/storage-memory'
 *
 * const telltale = createTelltale({ storage: memoryStorage(), adapters: [http()] })
 * telltale.on('monitor:tier-changed', ({ monitor, from, to }) => console.log(monitor.name, from, to))
 * await telltale.monitors.create({ url: 'https://shop.example/health', every: '30s' })
 * await telltale.start()
 * ```
 */
export function createTelltale<Given extends Adapter = Adapter>(
  options: TelltaleOptions<Given>,
): Telltale<SettingsOf<Given>> {
  const given = parseOptions('createTelltale', telltaleSchema, options)
  const { runtime, closeParts } = createParts(given)
  const { scheduler, hub, clock, logger, adapters } = runtime
  const health = openProbeHealth(runtime, given.probeHealth)
  const monitors = monitorWork(runtime, health)
  const products = productWork(runtime)
  const feedOf = createFeeds(runtime)
  const upkeep = createUpkeep(runtime, { rollUp: rollUpMonitors, dropAnswers: dropKeptAnswers })

  const servicesOf = (ownerId: string): OwnerServices => ({
    monitors: createMonitors(runtime, monitors, health, ownerId),
    statusPages: statusPagesOf(runtime, ownerId),
    battles: createBattles(runtime, ownerId),
    purchases: createPurchases(runtime, ownerId),
    products: createProducts(runtime, products, ownerId),
    alerts: createAlerts(runtime, alertSubjects(runtime), ownerId),
    feed: feedOf(ownerId),
    audit: createAudit(runtime, ownerId),
    quotas: quotasOf(runtime, ownerId),
    idempotency: createIdempotency(runtime, ownerId),
  })

  const recurring = [monitors, products]
  const sweeper = createSweeper(runtime, recurring, [hostGaps(runtime), upkeep])
  const start = async () => {
    await runtime.storage.migrate()
    await sweeper.begin()
    await scheduler.work(handlerOf([monitors, products, upkeep]), (error, job) =>
      runtime.report(error, `the scheduled work of ${job.id}`),
    )
    logger.info({ adapters: adapters.map(({ id }) => id) }, 'Telltale runs')
  }

  const close = once(async () => {
    await settledByTime(Promise.all([scheduler.close(), runtime.drain()]), clock)
    await closeParts()
  })

  return {
    ...servicesOf('default'),
    ...createSourceAccess(runtime),
    backup: createBackups(runtime, {
      schemas: rowSchemas,
      checkOwner: (ownerId) => checkOwner(ownerId, 'telltale.backup.import'),
      onImported: () => sweeper.sweepNow(),
    }),
    privacy: createPrivacy(runtime, recurring, (ownerId) => checkOwner(ownerId, 'telltale.privacy')),
    for: (ownerId) => servicesOf(checkOwner(ownerId, 'telltale.for')),
    on: (name, listener) => hub.on(name, listener),
    once: (name, listener) => hub.once(name, listener),
    events: (name, streamOptions = {}) =>
      hub.events(name, defined(parseOptions('telltale.events', streamSchema, streamOptions))),
    start: once(() => runtime.run(start)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Makes the status pages of an owner, whose uptime is that of the roll-ups. */
const statusPagesOf = (runtime: Runtime, ownerId: string): StatusPages =>
  createStatusPages(runtime, ownerId, (shown, span) =>
    queryRollUps(runtime, { ownerId, monitors: shown, span }),
  )

/** Makes the quotas service of an owner. */
function quotasOf({ quotas, storage, run }: Runtime, ownerId: string): Quotas {
  const { status, countRequest } = quotas.quotasOf(ownerId, storage)
  return { status: () => run(status), countRequest: () => run(countRequest) }
}

/** Returns what alerts need to know of monitors and products. */
const alertSubjects = (runtime: Runtime): AlertSubjects => ({
  factsOf: (monitor) => currentFacts(runtime, monitor),
  describe: describeMonitor,
  replayMonitor: (monitor, rule, span) => replayChecks(runtime, monitor, rule, span),
  replayProduct: (product, span) => replayReadings(runtime, product, span),
  checkPrice: (product, price) => checkKnownCurrency(runtime.storage, product, price, runtime.clock.now()),
})

/** Makes the health of the probes, by the host's references where it names some. */
function openProbeHealth(
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

/** Makes the runtime of a Telltale, and the function that closes its parts after the scheduler. */
function createParts(given: z.output<typeof telltaleSchema>) {
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
    httpFor: (adapter, ownerId) => http.for(adapter.id, adapter.http, ownerId),
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

/** Returns the name of an owner, or throws when it is not one. */
function checkOwner(ownerId: string, call: string): string {
  const isPrintable = typeof ownerId === 'string' && /^[^\p{C}]{1,200}$/u.test(ownerId)
  if (isPrintable && ownerId !== 'shared') return ownerId
  const message =
    ownerId === 'shared'
      ? "'shared' is reserved for what belongs to nobody; choose another name"
      : `expected an owner of 1 to 200 printable characters, got ${excerpt(ownerId)}`
  throw new ValidationError(call, [{ path: '', message }])
}
