import type { Alerts } from './alerts/alerts.js'
import type { AlertLinks } from './alerts/links/follow-links.js'
import type { Analytics } from './analytics/analytics.js'
import type { Audit } from './audit/audits.js'
import type { Backups } from './backup/backups.js'
import type { Battles } from './battles/battles.js'
import type { Quotas } from './budgets/index.js'
import type { EventName, EventStreamOptions, Listener, TelltaleEvents } from './events/index.js'
import type { Idempotency } from './idempotency/idempotency.js'
import type { Monitors } from './monitors/monitors.js'
import type { Opportunities } from './opportunities/opportunities.js'
import type { ProbeSettings } from './ports/index.js'
import type { Privacy } from './privacy/privacy.js'
import type { Products } from './products/products.js'
import type { Purchases } from './purchases/purchases.js'
import type { Feed, SourceAccess } from './runtime/index.js'
import type { Searches } from './searches/searches.js'
import type { StatusPages } from './status-pages/status-pages.js'
import type { CarValuations } from './valuations/valuations.js'
import type { Vehicles } from './vehicles/vehicles.js'

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
  /** Saved searches for cars, which run on a schedule. */
  readonly searches: Searches
  /** The listings of cars that searches and the owner's browser found. */
  readonly vehicles: Vehicles
  /** The values of cars, by the market of these listings and by sources. */
  readonly valuations: CarValuations
  /** The cars for sale whose purchase promises a profit. */
  readonly opportunities: Opportunities
  /** Figures of the owner's vehicles, searches and opportunities. */
  readonly analytics: Analytics
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
  /** The links of messages, for the pages that they lead to: `@telltale/api` has them. */
  readonly alertLinks: AlertLinks
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
