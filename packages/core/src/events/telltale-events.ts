import type { TelltaleError } from '../errors/index.js'
import type { LatencyChange } from '../latency/latency-change.js'
import type { Money } from '../money/index.js'
import type { BudgetReached, SourceCritical } from '../ports/budget.js'
import type { SourceHost } from '../ports/index.js'
import type { BestPrice } from '../prices/group/best-offer.js'
import type { Sale } from '../prices/sale.js'
import type { Alert, AlertRule } from '../records/alert-records.js'
import type { Battle } from '../records/battle-records.js'
import type { Comparison } from '../records/comparison-records.js'
import type { AlertDelivery } from '../records/delivery-records.js'
import type { Destination } from '../records/destination-records.js'
import type { ProductGroup } from '../records/group-records.js'
import type { MonitorIncident } from '../records/incident-records.js'
import type { SegmentMarket } from '../records/market-records.js'
import type { MissedSlots, ScheduleKind } from '../records/missed-slot-records.js'
import type { Check } from '../records/monitor-records.js'
import type { MonitorStatus, ProbeStatus } from '../records/monitor-status.js'
import type { FoundOpportunity } from '../records/opportunity-records.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import type { LastSearchRun, Search } from '../records/search-records.js'
import type { StatusPageSummary } from '../records/status-page-records.js'
import type { VehicleSummary } from '../records/vehicle-records.js'

/** The events that belong to an owner: emitted in this process, and stored in the owner's feed. */
export interface OwnedEvents {
  /** A check of a monitor is done and stored, whether it succeeded or failed. */
  'monitor:checked': { readonly monitor: MonitorStatus; readonly check: Check }
  /** A monitor is in another tier than before. `from` is absent the first time. */
  'monitor:tier-changed': {
    readonly monitor: MonitorStatus
    readonly check: Check
    readonly from?: string
    readonly to: string
    /** The change in latency, and the phase that caused most of it; absent where a check failed or there was none before. */
    readonly change?: LatencyChange
  }
  /**
   * A monitor began, or ceased, to be degraded: its check met a condition with `otherwise: 'degraded'`, and the one before
   * did not, or the other way round. `check.degraded` has the condition. One that fails is not degraded.
   */
  'monitor:degraded-changed': {
    readonly monitor: MonitorStatus
    readonly check: Check
    readonly isDegraded: boolean
  }
  /** As many checks of a monitor failed in a row as make an incident. */
  'incident:started': { readonly monitor: MonitorStatus; readonly incident: MonitorIncident }
  /** A monitor that had an incident works again, or was paused: see `endReason`. */
  'incident:ended': { readonly monitor: MonitorStatus; readonly incident: MonitorIncident }
  /** Somebody takes care of an incident. */
  'incident:acknowledged': { readonly monitor: MonitorStatus; readonly incident: MonitorIncident }
  /** Somebody wrote a note on an incident, the last of its `notes`. */
  'incident:noted': { readonly monitor: MonitorStatus; readonly incident: MonitorIncident }
  /**
   * A status page tells its readers something new: it was made or updated, or the state, an incident or a public note of a
   * monitor that it shows changed. Publish its report again.
   */
  'status-page:changed': { readonly page: StatusPageSummary }
  /**
   * Slots of a monitor, a product or a search passed without their work, such as while no process was up. `id` is that of
   * the record.
   */
  'slots:missed': {
    readonly kind: ScheduleKind
    readonly id: string
    readonly ownerId: string
    readonly missed: MissedSlots
  }
  /** A product's page was read; `observation` holds the price, or why there is none. */
  'product:refreshed': { readonly product: Product; readonly observation: ProductObservation }
  /** A product's price is lower than the last one that was read. */
  'price:dropped': { readonly product: Product; readonly from: Money; readonly to: Money }
  /** A product's price is higher than the last one that was read. */
  'price:rose': { readonly product: Product; readonly from: Money; readonly to: Money }
  /**
   * A product's price was read that is more than three times the last one, or less than a third of it. It counts once a
   * second reading agrees.
   */
  'price:unconfirmed': {
    readonly product: Product
    readonly observation: ProductObservation
    readonly last: Money
  }
  /** A product's price is in another currency than the last one. Of a page that alternates, two changes in eight days are told. */
  'price:currency-changed': { readonly product: Product; readonly from: Money; readonly to: Money }
  /** A product's price is at or below the owner's target, for the first time since it was above it. */
  'price:target-reached': {
    readonly product: Product
    readonly observation: ProductObservation
    readonly target: Money
  }
  /** A rule fired: an alert began; `reason` explains it. */
  'rule:fired': { readonly rule: AlertRule; readonly alert: Alert; readonly reason: string }
  /** An alert that lasts is of another class than before, such as another tier. */
  'alert:changed': { readonly rule: AlertRule; readonly alert: Alert }
  /** An alert is over. `rule` is absent where it was removed. */
  'alert:ended': { readonly rule?: AlertRule; readonly alert: Alert }
  /** A service accepted a message about an alert, a summary of alerts, a code or a test. */
  'alert:sent': { readonly delivery: AlertDelivery }
  /** A message will not be sent: the service refused it for good, or too often. `alerts.deliveries.retry` tries it again. */
  'alert:failed': { readonly delivery: AlertDelivery }
  /** Nothing is sent to a destination any more, since it is gone or failed for five days; `disabledReason` says why. */
  'destination:disabled': { readonly destination: Destination }
  /** A message reached a destination again, after others had failed. */
  'destination:recovered': {
    readonly destination: Destination
    /** The beginning of the failures, in epoch milliseconds. */
    readonly failingSince: number
  }
  /** A product's price is now a reduction against its usual one, and does not only repeat the sale before. */
  'sale:started': { readonly product: Product; readonly sale: Sale }
  /** A reduction is over; `sale` is its last state. */
  'sale:ended': { readonly product: Product; readonly sale: Sale }
  /**
   * The best price of a group is another: lower than what was told in the last eight days, or another for more than a day.
   * Absent members say that no product of the group can be had at a known price.
   */
  'group:best-changed': {
    readonly group: ProductGroup
    readonly from?: BestPrice
    readonly to?: BestPrice
  }
  /** Products were compared, and the result was stored. */
  'products:compared': { readonly comparison: Comparison }
  /** The market of a segment of an owner's listings was learned, for the first time or anew: values by it may differ. */
  'market:learned': { readonly market: SegmentMarket }
  /** A battle was fought and stored. */
  'battle:fought': { readonly battle: Battle }
  /** A listing of a car was found that was not known before. */
  'vehicle:discovered': { readonly vehicle: VehicleSummary }
  /** The price of a listing changed. */
  'vehicle:price-changed': {
    readonly vehicle: VehicleSummary
    readonly from: Money
    readonly to: Money
  }
  /** A source answered whole without a listing that it had before. */
  'vehicle:gone': { readonly vehicle: VehicleSummary }
  /** A car for sale meets the `deal` of a search that found it. */
  'opportunity:found': { readonly opportunity: FoundOpportunity }
  /** The price, the market or the costs of an opportunity changed, or it is one no more: see `isActive`. `before` is how it was. */
  'opportunity:changed': {
    readonly opportunity: FoundOpportunity
    readonly before: Pick<FoundOpportunity, 'priceUsd' | 'profitUsd' | 'score' | 'isActive'>
  }
  /** A run of a search ended. Its `errors` say which sources did not answer. */
  'search:finished': { readonly search: Search; readonly run: LastSearchRun }
  /** A run of a search ended without an answer of any source. */
  'search:failed': { readonly search: Search; readonly run: LastSearchRun }
  /** The fifth run of a search failed within an hour: it needs attention. */
  'search:critical': { readonly search: Search; readonly run: LastSearchRun; readonly failures: number }
}

/** Every event that Telltale emits: its payload by its name. */
export interface TelltaleEvents extends OwnedEvents {
  /** No reference answers, or most sites of an owner fail at once: this process's own network is in doubt. */
  'probe:unhealthy': ProbeStatus
  /** A probe that was unhealthy reaches its targets again. */
  'probe:recovered': ProbeStatus
  /**
   * The clock of this machine was put forward or back, or this process stood still. What is due is planned by the clock as it
   * is now.
   */
  'clock:jumped': {
    /** The difference to the time that passed, in milliseconds: below 0 when the clock was put back. */
    readonly byMs: number
    /** The time after it, in epoch milliseconds. */
    readonly at: number
  }
  /** A host of a source kept failing, and is not called for a while. */
  'source:degraded': SourceHost & {
    /** The time of the next call, in epoch milliseconds. */
    readonly retryAt: number
    /** The last failure. */
    readonly reason: string
  }
  /** A host of a source that was not called for a while answers again. */
  'source:recovered': SourceHost
  /** Spending reached 50, 80 or 100 % of a limit: each once in a period. */
  'budget:reached': BudgetReached
  /** Many calls to a source failed within an hour: it needs attention. */
  'source:critical': SourceCritical
  /** A failure that no caller awaits: of scheduled work, a listener or a resource. */
  error: TelltaleError
}

/** The name of an event. */
export type EventName = keyof TelltaleEvents

/** The names of all events. */
export const eventNames = Object.keys({
  'monitor:checked': true,
  'monitor:tier-changed': true,
  'monitor:degraded-changed': true,
  'incident:started': true,
  'incident:ended': true,
  'incident:acknowledged': true,
  'incident:noted': true,
  'slots:missed': true,
  'status-page:changed': true,
  'product:refreshed': true,
  'price:dropped': true,
  'price:rose': true,
  'price:unconfirmed': true,
  'price:currency-changed': true,
  'price:target-reached': true,
  'rule:fired': true,
  'alert:changed': true,
  'alert:ended': true,
  'alert:sent': true,
  'alert:failed': true,
  'destination:disabled': true,
  'destination:recovered': true,
  'sale:started': true,
  'sale:ended': true,
  'group:best-changed': true,
  'products:compared': true,
  'battle:fought': true,
  'market:learned': true,
  'vehicle:discovered': true,
  'vehicle:price-changed': true,
  'vehicle:gone': true,
  'opportunity:found': true,
  'opportunity:changed': true,
  'search:finished': true,
  'search:failed': true,
  'search:critical': true,
  'probe:unhealthy': true,
  'probe:recovered': true,
  'clock:jumped': true,
  'source:degraded': true,
  'source:recovered': true,
  'budget:reached': true,
  'source:critical': true,
  error: true,
} satisfies Record<EventName, true>) as readonly EventName[]

/** A function that is called with each event of one name. Its error becomes an `error` event. */
export type Listener<Name extends EventName> = (payload: TelltaleEvents[Name]) => void | Promise<void>
