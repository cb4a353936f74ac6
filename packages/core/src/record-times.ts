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
import { recordColumns, rowColumns } from './ports/tables/definition.js'
import type { HistoryAnalysis } from './prices/analysis.js'
import type { GroupPoint } from './prices/group/merge-histories.js'
import type { PastSale } from './prices/sale.js'
import type { GroupOffers } from './products/groups/group-offers.js'
import type { ProductRefresh } from './products/products.js'
import { type Alert, type AlertRule, alertRulesTable, alertsTable } from './records/alert-records.js'
import { type AlertDecision, type Silence, silencesTable } from './records/alert-routing-records.js'
import { type AuditEntry, auditTable } from './records/audit-records.js'
import { type Battle, battlesTable } from './records/battle-records.js'
import { type Comparison, comparisonsTable } from './records/comparison-records.js'
import { type AlertDelivery, deliveriesTable } from './records/delivery-records.js'
import { type AlertDestination, destinationsTable } from './records/destination-records.js'
import { type ProductGroup, productGroupsTable } from './records/group-records.js'
import { incidentsTable, type MonitorIncident } from './records/incident-records.js'
import { marketsTable } from './records/market-records.js'
import { type MissedSlots, missedSlotsTable } from './records/missed-slot-records.js'
import { type Check, checksTable, type Monitor, monitorsTable } from './records/monitor-records.js'
import { type FoundOpportunity, opportunitiesTable } from './records/opportunity-records.js'
import {
  observationsTable,
  type Product,
  type ProductObservation,
  productsTable,
} from './records/product-records.js'
import { type Search, type SearchRun, searchesTable, searchRunsTable } from './records/search-records.js'
import { type StatusPage, statusPagesTable } from './records/status-page-records.js'
import { type TrackedVehicle, vehiclesTable } from './records/vehicle-records.js'
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

/** The members of a record that are times, `true` for each. Lists are left out: what is said holds for their items. */
export type TimesIn<Value> = Value extends readonly (infer Item)[]
  ? TimesIn<Item>
  : Value extends number
    ? true
    : { readonly [Name in keyof Value]?: TimesIn<NonNullable<Value[Name]>> }

/** The times of a record that are known when the program runs. */
export interface Times {
  readonly [name: string]: Times | true
}

/** Returns the columns of a table that are times. */
const timesOf = (columns: Readonly<Record<string, { readonly type: string }>>): Times =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, { type }]) => (type === 'time' ? [[name, true]] : [])),
  )

const span = { from: true, to: true } as const
const sale = { startedAt: true } as const
const monitorStatus = { tierChangedAt: true, degradedSince: true } as const
const monitor = {
  ...timesOf(recordColumns(monitorsTable)),
  failing: { from: true },
  hysteresisState: { since: true },
  maintenance: span,
  running: { nextDueAt: true, runs: { at: true } },
} satisfies TimesIn<Monitor>
const check = timesOf(rowColumns(checksTable))
const incident = {
  ...timesOf(recordColumns(incidentsTable)),
  acknowledgement: { at: true },
  notes: { at: true },
} satisfies TimesIn<MonitorIncident>
const missed = timesOf(rowColumns(missedSlotsTable))
const pricedAt = { at: true } as const
const currencyState = { saleStartedAt: true, heldSince: true, fired: pricedAt } as const
const ruleState = { ...currencyState, others: currencyState } as const
const product = {
  ...timesOf(recordColumns(productsTable)),
  sale,
  unconfirmed: pricedAt,
  targetState: ruleState,
} satisfies TimesIn<Product>
const observation = timesOf(rowColumns(observationsTable))
const battle = {
  ...timesOf(recordColumns(battlesTable)),
  entries: { keptUntil: true },
} satisfies TimesIn<Battle>
const comparison = {
  ...timesOf(recordColumns(comparisonsTable)),
  offers: { pricedAt: true },
  display: { ratesAt: true },
} satisfies TimesIn<Comparison>
const rule = timesOf(recordColumns(alertRulesTable))
const destination = {
  ...timesOf(recordColumns(destinationsTable)),
  codeExpiresAt: true,
  verification: { expiresAt: true },
} as const
const subject = { certificateExpiresAt: true, retryAt: true } as const
const alert = {
  ...timesOf(recordColumns(alertsTable)),
  subject,
  acknowledgement: { at: true },
} satisfies Times
const delivery = { ...timesOf(recordColumns(deliveriesTable)), subject }
const group = {
  ...timesOf(recordColumns(productGroupsTable)),
  best: { since: true },
  told: pricedAt,
} satisfies TimesIn<ProductGroup>
const market = timesOf(recordColumns(marketsTable))
const search = timesOf(recordColumns(searchesTable))
const searchRun = {
  ...timesOf(recordColumns(searchRunsTable)),
  progress: { endsAt: true },
} satisfies TimesIn<SearchRun>
const vehicle = {
  ...timesOf(recordColumns(vehiclesTable)),
  priceHistory: pricedAt,
} satisfies TimesIn<TrackedVehicle>
const opportunity = {
  ...timesOf(recordColumns(opportunitiesTable)),
  marketAnalysis: { perplexityInsights: pricedAt },
  outcome: { boughtAt: true, soldAt: true },
} satisfies TimesIn<FoundOpportunity>
const vehicleTimes = { discoveredAt: true, lastSeenAt: true, goneAt: true } as const
const budgetUse = { resetsAt: true } as const
/** The times of everything that `toJson` converts. A test compares them with the docstrings of the types. */
export const recordTimes: { readonly [Name in keyof JsonRecords]: Times } = {
  monitor,
  check,
  incident,
  'missed-slots': missed,
  'monitor-summary': { ...span, maintenanceFrom: true },
  'latency-point': span,
  'error-budget': span,
  reliability: {},
  'import-result': { monitors: monitor },
  product,
  observation,
  'product-refresh': { product, observation },
  'price-analysis': {
    current: { at: true, seenAt: true },
    unconfirmed: pricedAt,
    misread: pricedAt,
    lowest: pricedAt,
    highest: pricedAt,
    changePoints: pricedAt,
    reduction: sale,
    sale,
    packChange: pricedAt,
  } satisfies TimesIn<HistoryAnalysis>,
  sale: { startedAt: true, endedAt: true },
  comparison,
  rule,
  alert,
  silence: timesOf(recordColumns(silencesTable)),
  'alert-preferences': { pausedUntil: true } satisfies TimesIn<AlertPreferenceValues>,
  'alert-decision': { at: true },
  delivery,
  destination,
  'product-group': group,
  'group-offers': { offers: { product } } satisfies TimesIn<GroupOffers>,
  'group-point': pricedAt,
  'rule-firing': { at: true, subject },
  battle,
  'battle-analysis': {},
  search,
  'search-run': searchRun,
  vehicle,
  'vehicle-details': { vehicle, cuts: pricedAt, linked: vehicle } satisfies TimesIn<VehicleDetails>,
  'vehicle-observation': { vehicles: vehicle } satisfies TimesIn<VehicleObservation>,
  valuation: {
    sources: { at: true, keptUntil: true },
    insights: { at: true },
    market: { comparables: { vehicle: { firstSeenAt: true, lastSeenAt: true } } },
  } satisfies TimesIn<FullValuation>,
  market: { learnedAt: true, nextAt: true } satisfies TimesIn<MarketOverview>,
  opportunity,
  'audit-entry': timesOf(rowColumns(auditTable)),
  'status-page': timesOf(recordColumns(statusPagesTable)),
  'status-page-report': {
    at: true,
    incidents: { ...span, messages: { at: true } },
    maintenance: span,
  } satisfies TimesIn<StatusPageReport>,
  'budget-use': budgetUse,
  'quota-status': { quotas: budgetUse },
  'monitor:checked': { monitor: monitorStatus, check },
  'monitor:tier-changed': { monitor: monitorStatus, check },
  'monitor:degraded-changed': { monitor: monitorStatus, check },
  'incident:started': { monitor: monitorStatus, incident },
  'incident:ended': { monitor: monitorStatus, incident },
  'incident:acknowledged': { monitor: monitorStatus, incident },
  'incident:noted': { monitor: monitorStatus, incident },
  'slots:missed': { missed },
  'status-page:changed': {},
  'product:refreshed': { product, observation },
  'price:dropped': { product },
  'price:rose': { product },
  'price:unconfirmed': { product, observation },
  'price:currency-changed': { product },
  'price:target-reached': { product, observation },
  'rule:fired': { rule, alert },
  'alert:changed': { rule, alert },
  'alert:ended': { rule, alert },
  'alert:sent': { delivery },
  'alert:failed': { delivery },
  'destination:disabled': { destination },
  'destination:recovered': { destination, failingSince: true },
  'sale:started': { product, sale },
  'sale:ended': { product, sale },
  'group:best-changed': { group },
  'products:compared': { comparison },
  'battle:fought': { battle },
  'market:learned': { market },
  'vehicle:discovered': { vehicle: vehicleTimes },
  'vehicle:price-changed': { vehicle: vehicleTimes },
  'vehicle:gone': { vehicle: vehicleTimes },
  'opportunity:found': { opportunity },
  'opportunity:changed': { opportunity },
  'search:finished': { search },
  'search:failed': { search },
  'search:critical': { search },
  'probe:unhealthy': {},
  'probe:recovered': {},
  'clock:jumped': { at: true },
  'source:degraded': { retryAt: true },
  'source:recovered': {},
  'budget:reached': budgetUse,
  'source:critical': {},
}
