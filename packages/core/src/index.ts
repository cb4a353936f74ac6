export type { AuditEntry } from './audit/audit-records.js'
export type { Audit, AuditOptions } from './audit/audits.js'
export type { BackupOptions, Backups } from './backup/backups.js'
export type { BackupSource } from './backup/read-backup.js'
export type { BackupSummary } from './backup/write-backup.js'
export type {
  BudgetOptions,
  Budgets,
  PlannedSpending,
  PlannedWork,
  Spending,
  SpendingPlan,
} from './budgets/index.js'
export type { CacheTimes } from './cache/index.js'
export type { Battle, BattleEntry } from './cars/battle-records.js'
export type { Battles, FightOptions, FoughtAnalysis } from './cars/battles.js'
export type { LocatedPurchaseCost, PurchaseOptions, Purchases } from './cars/purchases.js'
export {
  AdapterError,
  BudgetError,
  type CauseOptions,
  ConflictError,
  type ErrorCode,
  ForbiddenError,
  NotFoundError,
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
export type { BudgetReport } from './latency/budgets.js'
export type { ImportNote } from './latency/import/imported-monitor.js'
export type { ImportOptions, ImportResult } from './latency/import-monitors.js'
export type { MonitorIncident } from './latency/incident-records.js'
export type { IncidentQuery } from './latency/incidents.js'
export type {
  ChartOptions,
  MonitorJudgements,
  MonitorSelection,
  SpanOptions,
  SummaryOptions,
} from './latency/monitor-judgements.js'
export type {
  BeatOptions,
  HeartbeatOptions,
  MonitorOptions,
  MonitorPatch,
} from './latency/monitor-options.js'
export type { Check, FailingRun, IgnoredBecause, Monitor } from './latency/monitor-records.js'
export type { MonitorStatus } from './latency/monitor-status.js'
export type { Monitors } from './latency/monitors.js'
export type { ProbeTrouble } from './latency/probe-health.js'
export { addMoney, compareMoney, fromMinor, type Money, minorDigits, money, toMinor } from './money/index.js'
export type {
  AdapterBudget,
  BudgetReached,
  BudgetUse,
  SourceCritical,
  SpendingLimits,
} from './ports/budget.js'
export type { Cache, CacheKind, CacheSetOptions, KeyvLike } from './ports/cache.js'
export type { MerchantProduct, PriceBenchmark, PriceSuggestion } from './prices/benchmark.js'
export type { SearchOptions } from './prices/benchmarks.js'
export type { ComparedOffer, Comparison, DisplayRates } from './prices/comparison-records.js'
export type {
  BrowserObservation,
  CompareOptions,
  ProductPatch,
  TrackOptions,
} from './prices/product-options.js'
export type { Product, ProductObservation, Provenance, Unread } from './prices/product-records.js'
export type { ProductRefresh, Products } from './prices/products.js'
export type { RuleCondition } from './prices/rules/condition.js'
export type { RuleState } from './prices/rules/match.js'
export type { PriceRule } from './prices/rules/rule-records.js'
export type { PriceRules, RuleQuery } from './prices/rules/rules.js'
export type { RuleFiring } from './prices/rules/simulate.js'
export type { Privacy } from './privacy/privacy.js'
export type {
  Archive,
  ArchiveWriter,
  Feed,
  FeedEvent,
  FeedQuery,
  FollowOptions,
  HistoryOptions,
  PageOptions,
  RetentionOptions,
  SourceAccess,
} from './runtime/index.js'
export type { CronOptions } from './schedule/cron-slots.js'
export type { MissedSlots } from './schedule/slot-plan.js'
export { createTelltale, type OwnerScope, type Telltale } from './telltale.js'
export type { TelltaleOptions } from './telltale-options.js'
export { type Clock, type Duration, parseDuration, systemClock } from './time/index.js'
