import { modifiedZScore, quantile } from '../statistics/index.js'
import { localTime } from '../time/index.js'
import { checkAbove0, checkCount, checkOptionNames } from './check-argument.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import type { TimedCheck } from './spans.js'

/** The usual latency of one hour. */
export interface HourBaseline {
  /** The median latency, in milliseconds. */
  readonly medianMs: number
  /** The median absolute deviation (MAD): the median distance of the latencies from their median, in milliseconds. */
  readonly madMs: number
}

/** The usual latency at each hour of the week. Plain JSON, to be stored. */
export interface WeeklyBaseline {
  /** The IANA time zone of the hours. */
  readonly timeZone: string
  /** By hour of the week, where 0 is Sunday from 0:00 to 1:00. Hours with too few checks are absent. */
  readonly byHourOfWeek: Readonly<Record<number, HourBaseline>>
  /** By hour of the day, for hours of the week with too few checks. */
  readonly byHourOfDay: Readonly<Record<number, HourBaseline>>
}

/** The distance of a latency from what is usual at its hour. */
export interface Deviation {
  /** The modified z-score, which counts like standard deviations. Above 0 is slower. */
  readonly score: number
  /** The median latency at that hour, in milliseconds. */
  readonly medianMs: number
  /** `true` when the score lies beyond the threshold, on either side. */
  readonly isAnomaly: boolean
  /** The same in words. */
  readonly words: string
}

/** The least MAD that is reckoned with, as a share of the median: an anomaly is more than a millisecond of noise. */
const minMadShare = 0.02
/** The least MAD that is reckoned with, in milliseconds. */
const minMadMs = 0.01
const dayNames = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays']

/**
 * Returns the usual latency at each hour of the week, from the checks of some weeks. Failed checks are left out.
 *
 * @param options - `timeZone`: whose hours are meant, `'UTC'` unless given. `minChecks`: the number of checks that an
 * hour needs to have a baseline, 20 unless given.
 * @throws `ValidationError` when the time zone is not known or `minChecks` is not a whole number of 1 or more.
 * @example
 * ```ts
 * import { deviation, weeklyBaseline } from '@telltale/core/latency'
 *
 * const threeWeeks = Array.from({ length: 3 * 7 * 1_440 }, (_, minute) => ({
 *   at: minute * 60_000,
 *   latencyMs: 100 + (minute % 9),
 * }))
 * const baseline = weeklyBaseline(threeWeeks)
 * console.log(deviation(baseline, { at: Date.UTC(2026, 4, 5, 14), latencyMs: 180 })?.words)
 * ```
 */
export function weeklyBaseline(
  checks: readonly TimedCheck[],
  options: { readonly timeZone?: string; readonly minChecks?: number } = {},
): WeeklyBaseline {
  checkOptionNames('weeklyBaseline', options, ['timeZone', 'minChecks'])
  const { timeZone = 'UTC', minChecks = 20 } = options
  checkCount('weeklyBaseline', 'minChecks', minChecks)
  const succeeded = checks.filter(({ failure }) => !failure)
  return groupByHour(succeeded, exactGroup, { timeZone, minChecks })
}

/** Returns the {@link weeklyBaseline} of checks that were rolled up by hour. Its figures are within 1 %. */
export function weeklyBaselineOfRollUps(
  hours: readonly { readonly from: number; readonly latency: StoredSketch }[],
  { timeZone, minChecks = 20 }: { readonly timeZone: string; readonly minChecks?: number },
): WeeklyBaseline {
  const samples = hours.map(({ from, latency }) => ({ at: from, latency }))
  return groupByHour(samples, sketchedGroup, { timeZone, minChecks })
}

/** The latencies of one hour, of all weeks or all days. */
interface LatencyGroup<Sample> {
  add(sample: Sample): void
  count(): number
  baseline(): HourBaseline
}

function groupByHour<Sample extends { readonly at: number }>(
  samples: readonly Sample[],
  createGroup: () => LatencyGroup<Sample>,
  { timeZone, minChecks }: { readonly timeZone: string; readonly minChecks: number },
): WeeklyBaseline {
  const weekGroups = new Map<number, LatencyGroup<Sample>>()
  const dayGroups = new Map<number, LatencyGroup<Sample>>()
  const add = (groups: Map<number, LatencyGroup<Sample>>, hour: number, sample: Sample) => {
    const group = groups.get(hour) ?? createGroup()
    groups.set(hour, group)
    group.add(sample)
  }
  for (const sample of samples) {
    const { day, hour } = localHour(sample.at, timeZone)
    add(weekGroups, day * 24 + hour, sample)
    add(dayGroups, hour, sample)
  }
  const baselines = (groups: ReadonlyMap<number, LatencyGroup<Sample>>) =>
    Object.fromEntries(
      [...groups]
        .filter(([, group]) => group.count() >= minChecks)
        .map(([hour, group]) => [hour, group.baseline()]),
    )
  return { timeZone, byHourOfWeek: baselines(weekGroups), byHourOfDay: baselines(dayGroups) }
}

function exactGroup(): LatencyGroup<TimedCheck> {
  const latencies: number[] = []
  return {
    add: ({ latencyMs }) => latencies.push(latencyMs),
    count: () => latencies.length,
    baseline: () => {
      const medianMs = quantile(latencies, 0.5) ?? 0
      const distances = latencies.map((ms) => Math.abs(ms - medianMs))
      return { medianMs, madMs: quantile(distances, 0.5) ?? 0 }
    },
  }
}

function sketchedGroup(): LatencyGroup<{ readonly at: number; readonly latency: StoredSketch }> {
  const sketch = new LatencySketch()
  return {
    add: ({ latency }) => sketch.add(latency),
    count: () => sketch.count,
    baseline: () => {
      const medianMs = sketch.quantile(0.5) ?? 0
      const distances = new LatencySketch()
      for (const { ms, count } of sketch.values()) distances.record(Math.abs(ms - medianMs), count)
      return { medianMs, madMs: distances.quantile(0.5) ?? 0 }
    },
  }
}

/**
 * Returns the distance of a check from what is usual at its hour of the week, or at its hour of the day where that hour
 * of the week has no baseline. `undefined` when neither has one, or the check failed.
 *
 * @param options - `threshold`: the score beyond which a check is an anomaly, 5 unless given. Iglewicz and Hoaglin
 * ("How to Detect and Handle Outliers", 1993) name 3.5, but latencies lean to the slow side: on real histories 3.5
 * makes 7 checks in 100 an anomaly, and 5 makes 4.
 * @throws `ValidationError` when the threshold is not above 0.
 */
export function deviation(
  { timeZone, byHourOfWeek, byHourOfDay }: WeeklyBaseline,
  { at, latencyMs, failure }: TimedCheck,
  options: { readonly threshold?: number } = {},
): Deviation | undefined {
  checkOptionNames('deviation', options, ['threshold'])
  const { threshold = 5 } = options
  checkAbove0('deviation', 'threshold', threshold)
  const { day, hour } = localHour(at, timeZone)
  const sameHourOfWeek = byHourOfWeek[day * 24 + hour]
  const usual = sameHourOfWeek ?? byHourOfDay[hour]
  if (!usual || failure) return undefined
  const { medianMs } = usual
  const madMs = Math.max(usual.madMs, minMadShare * medianMs, minMadMs)
  const score = modifiedZScore(latencyMs - medianMs, madMs)
  const side = score < 0 ? 'below' : 'above'
  const hours = `from ${hour}:00 to ${hour + 1}:00 ${timeZone}`
  const words =
    `${latencyMs.toFixed(0)} ms is ${Math.abs(score).toFixed(1)} deviations ${side} the ` +
    `${medianMs.toFixed(0)} ms that are usual ${sameHourOfWeek ? `on ${dayNames[day]} ` : ''}${hours}`
  return { score, medianMs, isAnomaly: Math.abs(score) > threshold, words }
}

function localHour(at: number, timeZone: string) {
  const { day, minute } = localTime(at, timeZone)
  return { day, hour: Math.floor(minute / 60) }
}
