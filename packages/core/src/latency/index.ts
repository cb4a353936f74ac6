export { apdex } from './apdex.js'
export {
  type Deviation,
  deviation,
  type HourBaseline,
  type WeeklyBaseline,
  weeklyBaseline,
} from './baseline.js'
export type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from './check.js'
export { type ClassifyOptions, classify, type SonicTierName, sonicTiers, worstTier } from './classify.js'
export { defineTiers, type Tier, type TierSet } from './define-tiers.js'
export {
  type BurnRate,
  burnRates,
  burnWindows,
  type ErrorBudget,
  errorBudget,
  type Objective,
} from './error-budget.js'
export {
  applyHysteresis,
  type HysteresisOptions,
  type HysteresisState,
  type HysteresisStep,
} from './hysteresis.js'
export { findIncidents, type Incident, type IncidentReliability, incidentReliability } from './incident.js'
export { type LatencyChange, latencyChange, type PhasedCheck } from './latency-change.js'
export {
  type DateOfMonth,
  isInMaintenance,
  type MaintenanceWindow,
  type MonthlyMaintenance,
  maintenanceSpans,
  type Weekday,
  type WeekdayOfMonthMaintenance,
  type WeeklyMaintenance,
  type WeekOfMonth,
} from './maintenance.js'
export { responseTimes } from './response-time.js'
export { mergeRollUps, type RollUp, type RollUpOptions, rollUp, type TieredCheck } from './roll-up.js'
export { LatencySketch, type StoredSketch } from './sketch.js'
export type { Span, TimedCheck } from './spans.js'
export { type SparklineOptions, type SparklineValue, sparklineSvg } from './sparkline.js'
export { suggestTiers } from './suggest-tiers.js'
export type { LatencyPoint, LatencySummary, Percentiles } from './summary.js'
export { type BadgeOptions, badgeSvg } from './svg.js'
export { apiTiers, webVitalsTiers } from './tier-presets.js'
export { tierTimes, type Uptime, type UptimeOptions, uptime } from './uptime.js'
export { type WindowStatistic, windowStatistic } from './window-statistic.js'
