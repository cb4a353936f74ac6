import { z } from 'zod'
import { type RollUpLevel, rollUpLevels } from '../latency/roll-up-levels.js'
import { type OptionsShape, timeOption, timeZoneOption } from '../options/index.js'
import { dayMs } from '../time/index.js'

/** The span of a report. */
export interface SpanOptions {
  /** The start, in epoch milliseconds. @default a day before `to` */
  readonly from?: number
  /** The end, excluded, in epoch milliseconds. A later one than now is taken as now. @default now */
  readonly to?: number
}

/** Options of a summary. */
export interface SummaryOptions extends SpanOptions {
  /** The target of the Apdex score: the latency that satisfies users, in milliseconds. @default no score */
  readonly targetMs?: number
}

/** A selection among an owner's monitors. */
export interface MonitorSelection {
  /** The tag that they have. @default any */
  readonly tag?: string
  /** The region that they have. @default any */
  readonly region?: string
}

/** Options of a chart. */
export interface ChartOptions extends SpanOptions {
  /** The time that one point covers. @default the shortest that gives 200 points at most */
  readonly by?: RollUpLevel
}

const spanShape = {
  from: timeOption.optional(),
  to: timeOption.optional(),
} satisfies OptionsShape<SpanOptions>
/** The schema of {@link SpanOptions}. */
export const spanSchema = z.strictObject(spanShape)
/** The longest latency that a report is asked about, in milliseconds: that of a heartbeat's job of a week. */
export const maxLatencyMs = 7 * dayMs

/** The schema of {@link SummaryOptions}. */
export const summarySchema = z.strictObject({
  ...spanShape,
  targetMs: z.number().positive().max(maxLatencyMs).optional(),
} satisfies OptionsShape<SummaryOptions>)
/** The schema of {@link ChartOptions}. */
export const chartSchema = z.strictObject({
  ...spanShape,
  by: z.enum(rollUpLevels).optional(),
} satisfies OptionsShape<ChartOptions>)
/** The schema of {@link MonitorSelection}. */
export const selectionSchema = z.strictObject({
  tag: z.string().max(50).optional(),
  region: z.string().max(50).optional(),
} satisfies OptionsShape<MonitorSelection>)
/** The schema of a deviation's options. */
export const deviationSchema = z.strictObject({ timeZone: timeZoneOption.default('UTC') })
