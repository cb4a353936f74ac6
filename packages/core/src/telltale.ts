import { z } from 'zod'
import { createAlerts } from './alerts/alerts.js'
import { createAlertLinks } from './alerts/links/follow-links.js'
import { createRouter } from './alerts/routing/router.js'
import type { AlertSubjects } from './alerts/subjects.js'
import { createAnalytics } from './analytics/analytics.js'
import { once } from './async/index.js'
import { createAudit } from './audit/audits.js'
import { createBackups } from './backup/backups.js'
import { createBattles } from './battles/battles.js'
import type { Quotas } from './budgets/index.js'
import { createParts, openProbeHealth } from './create-parts.js'
import { dropDeliveries } from './deliveries/drop-deliveries.js'
import { excerpt, ValidationError } from './errors/index.js'
import type { EventStreamOptions } from './events/index.js'
import { rowSchemas } from './every-row-schema.js'
import { createIdempotency, dropKeptAnswers } from './idempotency/idempotency.js'
import { hostGaps } from './monitors/host-gaps.js'
import { monitorWork } from './monitors/monitor-work.js'
import { createMonitors } from './monitors/monitors.js'
import { queryRollUps } from './monitors/query-roll-ups.js'
import { currentFacts, replayChecks } from './monitors/replay-checks.js'
import { rollUpMonitors } from './monitors/roll-up-work.js'
import { describeMonitor } from './monitors/rule-facts.js'
import { openDeliverer } from './open-deliverer.js'
import { createAssessor } from './opportunities/assessor.js'
import { assessWaiting, keepOpportunities } from './opportunities/keep-opportunities.js'
import { createOpportunities } from './opportunities/opportunities.js'
import { defined, type OptionsShape, parseOptions, signalOption } from './options/index.js'
import type { Adapter, SettingsOf } from './ports/index.js'
import { createPrivacy } from './privacy/privacy.js'
import { checkKnownCurrency } from './products/known-currencies.js'
import { productWork } from './products/product-work.js'
import { createProducts } from './products/products.js'
import { replayReadings } from './products/replay-readings.js'
import { createPurchases } from './purchases/purchases.js'
import {
  createFeeds,
  createSourceAccess,
  createSweeper,
  handlerOf,
  type RecurringWork,
  type Runtime,
  type ScheduledWork,
  settledByTime,
  type VehicleAssessor,
} from './runtime/index.js'
import { dropOldVehicles } from './searches/drop-old.js'
import { createSearchRunner } from './searches/execute-search.js'
import { matchesCriteria } from './searches/match-criteria.js'
import { searchWork } from './searches/search-work.js'
import { createSearches } from './searches/searches.js'
import { createStatusPages, type StatusPages } from './status-pages/status-pages.js'
import { type TelltaleOptions, telltaleSchema } from './telltale-options.js'
import type { OwnerServices, Telltale } from './telltale-services.js'
import { createUpkeep } from './upkeep/upkeep.js'
import { Markets } from './valuations/markets.js'
import { createValuations } from './valuations/valuations.js'
import { createVehicleValuer } from './valuations/vehicle-valuer.js'
import { createVehicles } from './vehicles/vehicles.js'

const streamSchema = z.strictObject({
  signal: signalOption.optional(),
} satisfies OptionsShape<EventStreamOptions>)

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
  const { recurring, others, servicesOf } = openServices(runtime, given)
  const sweeper = createSweeper(runtime, recurring, [hostGaps(runtime), ...others])
  const start = async () => {
    await runtime.storage.migrate()
    await sweeper.begin()
    await scheduler.work(handlerOf([...recurring, ...others]), (error, job) =>
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
    alertLinks: createAlertLinks(runtime, given.alerts.links),
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

/** The services of all owners, and the work that they do by themselves. */
interface OpenServices {
  readonly recurring: readonly RecurringWork[]
  readonly others: readonly ScheduledWork[]
  servicesOf(ownerId: string): OwnerServices
}

/** Makes the services of owners, and the work behind them. */
function openServices(
  runtime: Runtime,
  { probeHealth, alerts }: z.output<typeof telltaleSchema>,
): OpenServices {
  const health = openProbeHealth(runtime, probeHealth)
  const monitors = monitorWork(runtime, health)
  const products = productWork(runtime)
  const markets = new Markets(runtime)
  const valuer = createVehicleValuer(runtime, markets)
  const assessor = noticedBy(markets, createAssessor(runtime, { valuer, matches: matchesCriteria }))
  const searcher = createSearchRunner(runtime, assessor)
  assessByNewMarkets(runtime, assessor)
  const searches = searchWork(searcher)
  const feedOf = createFeeds(runtime)
  const router = createRouter(runtime)
  const upkeep = createUpkeep(runtime, {
    rollUp: rollUpMonitors,
    dropAnswers: dropKeptAnswers,
    dropVehicles: dropOldVehicles,
    keepOpportunities: (_runtime, signal) => keepOpportunities(runtime, assessor, signal),
    dropDeliveries,
  })
  return {
    recurring: [monitors, products, searches, markets.work],
    others: [router, openDeliverer(runtime, alerts), upkeep],
    servicesOf: (ownerId) => ({
      monitors: createMonitors(runtime, monitors, health, ownerId),
      statusPages: statusPagesOf(runtime, ownerId),
      battles: createBattles(runtime, ownerId),
      purchases: createPurchases(runtime, ownerId),
      products: createProducts(runtime, products, ownerId),
      searches: createSearches(searcher, searches, ownerId),
      vehicles: createVehicles(runtime, assessor, ownerId),
      valuations: createValuations(runtime, markets, ownerId),
      opportunities: createOpportunities(runtime, ownerId),
      analytics: createAnalytics(runtime, ownerId),
      alerts: createAlerts(runtime, alertSubjects(runtime), ownerId, alerts),
      feed: feedOf(ownerId),
      audit: createAudit(runtime, ownerId),
      quotas: quotasOf(runtime, ownerId),
      idempotency: createIdempotency(runtime, ownerId),
    }),
  }
}

/** Has the vehicles that waited for a market assessed as soon as it is learned. */
function assessByNewMarkets(runtime: Runtime, assessor: VehicleAssessor): void {
  const { hub, run, report, closing: signal } = runtime
  hub.on('market:learned', ({ market: { ownerId: owner } }) => {
    run(() => assessWaiting(runtime, assessor, { owner, signal })).catch((cause) =>
      report(cause, 'the assessment of vehicles by a new market'),
    )
  })
}

/** Has the markets of vehicles looked at before the vehicles are assessed: also those that no search is about. */
const noticedBy = (markets: Markets, assessor: VehicleAssessor): VehicleAssessor => ({
  assess: async (input) => {
    await markets.noticeAll(input.ownerId, input.vehicles)
    return assessor.assess(input)
  },
})

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
