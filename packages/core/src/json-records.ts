import type { AlertPreferenceValues } from './alerts/preference-options.js'
import type { SimulatedAlert } from './alerts/simulate.js'
import type { FullBattleAnalysis } from './battles/battles.js'
import type { QuotaStatus } from './budgets/index.js'
import type { TelltaleEvents } from './events/index.js'
import type { IncidentReliability } from './latency/incident.js'
import type { LatencyPoint } from './latency/summary.js'
import type { ErrorBudgetReport } from './monitors/error-budget-report.js'
import type { ImportResult } from './monitors/import-monitors.js'
import type { MonitorSummary } from './monitors/monitor-reports.js'
import type { BudgetUse } from './ports/budget.js'
import type { HistoryAnalysis } from './prices/analysis.js'
import type { GroupPoint } from './prices/group/merge-histories.js'
import type { PastSale } from './prices/sale.js'
import type { GroupOffers } from './products/groups/group-offers.js'
import type { ProductRefresh } from './products/products.js'
import type { Alert, AlertRule } from './records/alert-records.js'
import type { AlertDecision, Silence } from './records/alert-routing-records.js'
import type { AuditEntry } from './records/audit-records.js'
import type { Battle } from './records/battle-records.js'
import type { Comparison } from './records/comparison-records.js'
import type { AlertDelivery } from './records/delivery-records.js'
import type { AlertDestination } from './records/destination-records.js'
import type { ProductGroup } from './records/group-records.js'
import type { MonitorIncident } from './records/incident-records.js'
import type { MissedSlots } from './records/missed-slot-records.js'
import type { Check, Monitor } from './records/monitor-records.js'
import type { FoundOpportunity } from './records/opportunity-records.js'
import type { Product, ProductObservation } from './records/product-records.js'
import type { Search, SearchRun } from './records/search-records.js'
import type { StatusPage } from './records/status-page-records.js'
import type { TrackedVehicle } from './records/vehicle-records.js'
import type { StatusPageReport } from './status-pages/status-page-report.js'
import type { FullValuation, MarketOverview } from './valuations/valuations.js'
import type { VehicleDetails, VehicleObservation } from './vehicles/vehicles.js'

/** The records that `toJson` converts, by name: results of services, and the payloads of events. */
export interface JsonRecords extends Omit<TelltaleEvents, 'error'> {
  /** A monitor. */
  readonly monitor: Monitor
  /** A check of a monitor. */
  readonly check: Check
  /** An incident of a monitor. */
  readonly incident: MonitorIncident
  /** Slots that a monitor or a product missed. */
  readonly 'missed-slots': MissedSlots
  /** The result of `monitors.summary`. */
  readonly 'monitor-summary': MonitorSummary
  /** A point of `monitors.chart`. */
  readonly 'latency-point': LatencyPoint
  /** The result of `monitors.errorBudget`. */
  readonly 'error-budget': ErrorBudgetReport
  /** The result of `monitors.reliability`. */
  readonly reliability: IncidentReliability
  /** The result of `monitors.import`. */
  readonly 'import-result': ImportResult
  /** A tracked product. */
  readonly product: Product
  /** An observation of a product. */
  readonly observation: ProductObservation
  /** The result of `products.refresh` and `products.observe`. */
  readonly 'product-refresh': ProductRefresh
  /** The result of `products.analyze`. */
  readonly 'price-analysis': HistoryAnalysis
  /** A sale of `detectSales`. */
  readonly sale: PastSale
  /** A comparison of products. */
  readonly comparison: Comparison
  /** A rule of `alerts.rules`. */
  readonly rule: AlertRule
  /** An alert. */
  readonly alert: Alert
  /** A silence of `alerts.silences`. */
  readonly silence: Silence
  /** A decision of `alerts.decisions`. */
  readonly 'alert-decision': AlertDecision
  /** A delivery of `alerts.deliveries`. */
  readonly delivery: AlertDelivery
  /** A destination of alerts. */
  readonly destination: AlertDestination
  /** The preferences of `alerts.preferences`. */
  readonly 'alert-preferences': AlertPreferenceValues
  /** A group of products. */
  readonly 'product-group': ProductGroup
  /** The result of `products.groups.offers`. */
  readonly 'group-offers': GroupOffers
  /** A point of `products.groups.history`. */
  readonly 'group-point': GroupPoint
  /** A firing of `alerts.simulate`. */
  readonly 'rule-firing': SimulatedAlert
  /** A battle of cars. */
  readonly battle: Battle
  /** The result of `battles.analyze`. */
  readonly 'battle-analysis': FullBattleAnalysis
  /** A saved search for cars. */
  readonly search: Search
  /** A run of a search. */
  readonly 'search-run': SearchRun
  /** A tracked vehicle. */
  readonly vehicle: TrackedVehicle
  /** The result of `vehicles.get`. */
  readonly 'vehicle-details': VehicleDetails
  /** The result of `vehicles.observe`. */
  readonly 'vehicle-observation': VehicleObservation
  /** The result of `valuations.value`. */
  readonly valuation: FullValuation
  /** The result of `valuations.market`. */
  readonly market: MarketOverview
  /** An opportunity. */
  readonly opportunity: FoundOpportunity
  /** An entry of the audit log. */
  readonly 'audit-entry': AuditEntry
  /** A status page. */
  readonly 'status-page': StatusPage
  /** The result of `statusPages.report`. */
  readonly 'status-page-report': StatusPageReport
  /** A limit of `budgets.status`. */
  readonly 'budget-use': BudgetUse
  /** The result of `quotas.status`. */
  readonly 'quota-status': QuotaStatus
}
