export type { AlertCondition, AlertSubject, SubjectStates } from './alerting/index.js'
export type { AlertAcknowledgementOptions, AlertQuery, Alerts } from './alerts/alerts.js'
export type {
  AlertDeliveries,
  DeliveryQuery,
  DeliveryReplayOptions,
  DeliveryRetryOptions,
} from './alerts/deliveries.js'
export type { DeliveryStatistics, DeliveryStatisticsOptions } from './alerts/delivery-statistics.js'
export type { AlertDestinations } from './alerts/destinations/alert-destinations.js'
export type {
  DestinationCode,
  DestinationOptions,
  DestinationPatch,
  DestinationQuery,
} from './alerts/destinations/destination-options.js'
export type { AlertLinkState, AlertLinks, LinkedAlert } from './alerts/links/follow-links.js'
export type { AlertLinkOptions } from './alerts/links/link-options.js'
export type { AlertPreferencesPatch, AlertPreferenceValues } from './alerts/preference-options.js'
export type { AlertPreferencesService } from './alerts/preferences.js'
export type {
  AlertRuleOptions,
  AlertRulePatch,
  RuleQuery,
} from './alerts/rule-options.js'
export type { AlertRulesService } from './alerts/rules.js'
export type { SilenceOptions, SilenceQuery, SpanEnd } from './alerts/silence-options.js'
export type { AlertSilences } from './alerts/silences.js'
export type { SimulatedAlert, SimulationOptions } from './alerts/simulate.js'
export type { Analytics, MarketQuery, SearchFunnel } from './analytics/analytics.js'
export type { MarketReport, WeekdayFigures } from './analytics/market-report.js'
export type { Audit, AuditOptions } from './audit/audits.js'
export type { BackupImportOptions, Backups } from './backup/backups.js'
export type { Battles, FightOptions, FullBattleAnalysis } from './battles/battles.js'
export type {
  BudgetOptions,
  Budgets,
  EstimatedSpending,
  QuotaName,
  QuotaOptions,
  QuotaPlan,
  QuotaStatus,
  Quotas,
  QuotaUse,
  RequestUse,
  ScheduledWork,
  Spending,
  SpendingEstimate,
} from './budgets/index.js'
export { inProcessBus } from './bus/index.js'
export type { CacheTimes } from './cache/index.js'
export {
  AdapterError,
  BudgetError,
  type CauseOptions,
  ConflictError,
  type ConflictOptions,
  DeliveryError,
  type DeliveryErrorOptions,
  type ErrorCode,
  ForbiddenError,
  NotFoundError,
  QuotaError,
  type ReachedQuota,
  type RetryableOptions,
  StorageError,
  TelltaleError,
  type TelltaleErrorOptions,
  TimeoutError,
  UnauthorizedError,
  ValidationError,
  type ValidationIssue,
} from './errors/index.js'
export type { EventName, EventStreamOptions, Listener, OwnedEvents, TelltaleEvents } from './events/index.js'
export type {
  Idempotency,
  IdempotentRequest,
  IdempotentResult,
  KeptAnswer,
} from './idempotency/idempotency.js'
export type { JsonRecords } from './json-records.js'
export { addMoney, compareMoney, fromMinor, type Money, minorDigits, money, toMinor } from './money/index.js'
export type {
  AppliedPlan,
  MonitorDefinition,
  MonitorDefinitions,
  MonitorPlan,
  MonitorUpdate,
} from './monitors/definitions/definition.js'
export { defineMonitors } from './monitors/definitions/definition.js'
export type { ErrorBudgetReport } from './monitors/error-budget-report.js'
export type { ImportNote } from './monitors/import/imported-monitor.js'
export type { ImportEntry, ImportOptions, ImportResult, ImportText } from './monitors/import-monitors.js'
export type { AcknowledgeOptions, NoteOptions } from './monitors/incident-notes.js'
export type { IncidentQuery } from './monitors/incidents.js'
export type { CheckQuery } from './monitors/list-checks.js'
export type { MonitorQuery } from './monitors/list-monitors.js'
export type {
  HeartbeatOptions,
  HeartbeatReport,
  HeartbeatStart,
  MonitorOptions,
  MonitorPatch,
  RetryOptions,
} from './monitors/monitor-options.js'
export type { MonitorReports, MonitorSummary } from './monitors/monitor-reports.js'
export type { Monitors } from './monitors/monitors.js'
export type {
  ChartOptions,
  MonitorSelection,
  SpanOptions,
  SummaryOptions,
} from './monitors/report-options.js'
export type { OutcomeCalibration } from './opportunities/calibration.js'
export type { ExplanationLine, OpportunityExplanation } from './opportunities/explain.js'
export type { Opportunities } from './opportunities/opportunities.js'
export type { OpportunityListOptions, OutcomeOptions } from './opportunities/opportunity-options.js'
export type { CallOptions } from './options/index.js'
export type {
  AdapterBudget,
  BudgetReached,
  BudgetUse,
  SourceCritical,
  SpendingLimits,
} from './ports/budget.js'
export type { Cache, CacheKind, CacheSetOptions, KeyvLike } from './ports/cache.js'
export type { NotificationKind, Severity } from './ports/channel.js'
export type { MerchantProduct, PriceBenchmark, PriceSuggestion } from './prices/benchmark.js'
export type { BestPrice } from './prices/group/best-offer.js'
export type { LandedCosts, LandedPrice } from './prices/group/landed-price.js'
export type { GroupPoint } from './prices/group/merge-histories.js'
export type { RuleCondition } from './prices/rules/condition.js'
export type { RuleState } from './prices/rules/rule-state.js'
export type { Privacy } from './privacy/privacy.js'
export type { GroupOffer, GroupOffers } from './products/groups/group-offers.js'
export type { ProductGroupOptions, ProductGroupPatch } from './products/groups/group-options.js'
export type { ProductGroups } from './products/groups/product-groups.js'
export type { GroupSuggestion } from './products/groups/suggest-groups.js'
export type { SearchOptions } from './products/merchant-catalogue.js'
export type {
  BrowserObservation,
  CompareOptions,
  ProductPatch,
  Teaching,
  TrackOptions,
} from './products/product-options.js'
export type { ProductRefresh, Products } from './products/products.js'
export type { DeliveredPurchaseCost, PurchaseOptions, Purchases } from './purchases/purchases.js'
export type {
  Alert,
  AlertAcknowledgement,
  AlertRule,
} from './records/alert-records.js'
export type { AlertDecision, PendingStep, Silence, SilenceMatcher } from './records/alert-routing-records.js'
export type { AuditEntry } from './records/audit-records.js'
export type { Battle, BattleEntry } from './records/battle-records.js'
export type { ComparedOffer, Comparison, DisplayRates } from './records/comparison-records.js'
export type { AlertDelivery } from './records/delivery-records.js'
export type { AlertDestination, Destination } from './records/destination-records.js'
export type { GroupBest, ProductGroup, ToldBest } from './records/group-records.js'
export type {
  IncidentAcknowledgement,
  IncidentEndReason,
  IncidentNote,
  MonitorIncident,
} from './records/incident-records.js'
export type { MarketCounts, SegmentMarket } from './records/market-records.js'
export type { MissedSlots, ScheduleKind } from './records/missed-slot-records.js'
export type { MissingAnswer } from './records/missing-answer.js'
export type {
  Check,
  FailureStreak,
  IgnoreReason,
  Monitor,
  MonitorRetry,
  RunningJob,
  StartedRun,
} from './records/monitor-records.js'
export type { MonitorState, PublicState } from './records/monitor-state.js'
export type { MonitorStatus, ProbeStatus } from './records/monitor-status.js'
export type {
  ComparableCar,
  CostBreakdown,
  FoundOpportunity,
  InactiveReason,
  OpportunityAnalysis,
  OpportunityOutcome,
  OpportunityRisk,
  OpportunityStatus,
  ProjectedProfit,
  ResearchedInsight,
  SourceValue,
} from './records/opportunity-records.js'
export type { Product, ProductObservation, Provenance, ReadFailure } from './records/product-records.js'
export type {
  DealBar,
  LastSearchRun,
  Search,
  SearchCounts,
  SearchCriteria,
  SearchProgress,
  SearchRun,
  SearchRunError,
  SearchTask,
} from './records/search-records.js'
export type {
  StatusPage,
  StatusPageGroup,
  StatusPageMonitor,
  StatusPageSummary,
} from './records/status-page-records.js'
export type { ListedPrice, TrackedVehicle, VehicleSummary } from './records/vehicle-records.js'
export type { BackupSource, BackupSummary } from './runtime/backup-format/index.js'
export type {
  Archive,
  ArchiveWriter,
  BackupOptions,
  ChangeOptions,
  Feed,
  FeedEvent,
  FeedQuery,
  FollowOptions,
  HistoryOptions,
  ListOptions,
  ListPage,
  MarketProgress,
  PageList,
  PageOptions,
  RetentionOptions,
  SourceAccess,
} from './runtime/index.js'
export type { CronOptions } from './schedule/cron-slots.js'
export type { MissedRuns } from './schedule/slot-plan.js'
export type {
  DealBarOptions,
  SearchCriteriaOptions,
  SearchDefinition,
  SearchPatch,
} from './searches/search-options.js'
export type { Searches } from './searches/searches.js'
export type { SecretKey } from './secrets/index.js'
export { type StatusPageHtmlOptions, statusPageHtml } from './status-pages/html/status-page-html.js'
export type { StatusPageWords } from './status-pages/page-words.js'
export { type StatusPageFeedOptions, statusPageFeed } from './status-pages/status-page-feed.js'
export type { StatusPageOptions, StatusPagePatch } from './status-pages/status-page-options.js'
export type {
  OverallState,
  StatusPageDay,
  StatusPageEntry,
  StatusPageIncident,
  StatusPageMaintenance,
  StatusPageMessage,
  StatusPageReport,
} from './status-pages/status-page-report.js'
export type { StatusPages } from './status-pages/status-pages.js'
export { createTelltale } from './telltale.js'
export type {
  AlertOptions,
  BackupSealOptions,
  ProbeHealthOptions,
  SecretKeys,
  TelltaleOptions,
} from './telltale-options.js'
export type { OwnerServices, Telltale } from './telltale-services.js'
export { type Clock, type Duration, parseDuration, systemClock } from './time/index.js'
export { toJson } from './to-json.js'
export type { SourceInsight } from './valuations/ask-insights.js'
export type { SourceValuation } from './valuations/ask-sources.js'
export type {
  CarValuations,
  FullValuation,
  MarketOverview,
  SegmentQuery,
  ValuationOptions,
} from './valuations/valuations.js'
export type { CarToValue } from './valuations/value-car.js'
export type { VehicleListOptions } from './vehicles/vehicle-options.js'
export type { VehicleDetails, VehicleObservation, Vehicles } from './vehicles/vehicles.js'
