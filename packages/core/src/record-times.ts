import type { AlertPreferenceValues } from './alerts/preference-options.js'
import type { JsonRecords } from './json-records.js'
import { recordColumns, rowColumns } from './ports/tables/definition.js'
import type { HistoryAnalysis } from './prices/analysis.js'
import type { GroupOffers } from './products/groups/group-offers.js'
import { alertRulesTable, alertsTable } from './records/alert-records.js'
import { silencesTable } from './records/alert-routing-records.js'
import { auditTable } from './records/audit-records.js'
import { type Battle, battlesTable } from './records/battle-records.js'
import { type Comparison, comparisonsTable } from './records/comparison-records.js'
import { deliveriesTable } from './records/delivery-records.js'
import { destinationsTable } from './records/destination-records.js'
import { type ProductGroup, productGroupsTable } from './records/group-records.js'
import { incidentsTable, type MonitorIncident } from './records/incident-records.js'
import { marketsTable } from './records/market-records.js'
import { missedSlotsTable } from './records/missed-slot-records.js'
import { checksTable, type Monitor, monitorsTable } from './records/monitor-records.js'
import { type FoundOpportunity, opportunitiesTable } from './records/opportunity-records.js'
import { observationsTable, type Product, productsTable } from './records/product-records.js'
import { type SearchRun, searchesTable, searchRunsTable } from './records/search-records.js'
import { statusPagesTable } from './records/status-page-records.js'
import { type TrackedVehicle, vehiclesTable } from './records/vehicle-records.js'
import type { StatusPageReport } from './status-pages/status-page-report.js'
import type { FullValuation, MarketOverview } from './valuations/valuations.js'
import type { VehicleDetails, VehicleObservation } from './vehicles/vehicles.js'

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
