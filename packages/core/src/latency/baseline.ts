import { quantile } from '../statistics/index.js'
import { localTime } from '../time/index.js'
import { expectAbove0, expectCount } from './check-argument.js'
import { LatencySketch, type StoredSketch } from './sketch.js'
import type { TimedCheck } from './spans.js'

/** What was usual: the median and the median distance from it (MAD), in milliseconds. */
export interface Usual {
  /** The median latency. */
  readonly medianMs: number
  /** The median distance of the latencies from their median. */
  readonly madMs: number
}

/** What is usual at which hour of the week: plain JSON, to be stored. */
export interface WeeklyBaseline {
  /** The time zone that the hours are told in. */
  readonly timeZone: string
  /** By hour of the week, 0 is Sunday from 0:00 to 1:00; hours with too few checks are absent. */
  readonly byHourOfWeek: Readonly<Record<number, Usual>>
  /** By hour of the day, for hours of the week with too few checks. */
  readonly byHourOfDay: Readonly<Record<number, Usual>>
}

/** How far a latency is from what is usual at its hour. */
export interface Deviation {
  /**
   * How unusual it is, counted like standard deviations; above 0 is slower: the modified z-score (Iglewicz and
   * Hoaglin, "How to Detect and Handle Outliers", 1993).
   */
  readonly score: number
  /** The usual latency at that hour. */
  readonly medianMs: number
  /** Whether the score lies beyond the threshold, on either side. */
  readonly isAnomaly: boolean
  /** The same in words. */
  readonly words: string
}

/** Makes the MAD of normally distributed values count like their standard deviation: its 0.75 quantile. */
const madToDeviation = 0.6745
/**
 * The spread is taken as this share of the median at least: what is steady as a clock does not alarm over a
 * millisecond.
 */
const leastSpread = 0.02
const dayNames = ['Sundays', 'Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays']

/**
 * Returns what is usual at each hour of the week, from the checks of some weeks. Failed checks are left out.
 *
 * @param options - `timeZone`: whose hours are meant, `'UTC'` unless given. `minChecks`: what an hour needs to
 * have an opinion, 20 unless given.
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
  { timeZone = 'UTC', minChecks = 20 }: { readonly timeZone?: string; readonly minChecks?: number } = {},
): WeeklyBaseline {
  expectCount('weeklyBaseline', 'minChecks', minChecks)
  const ofWeek = new Map<number, number[]>()
  const ofDay = new Map<number, number[]>()
  const keep = (map: Map<number, number[]>, hour: number, latencyMs: number) => {
    const kept = map.get(hour)
    if (kept) kept.push(latencyMs)
    else map.set(hour, [latencyMs])
  }
  for (const { at, latencyMs, failure } of checks) {
    if (failure) continue
    const { day, hour } = hourOf(at, timeZone)
    keep(ofWeek, day * 24 + hour, latencyMs)
    keep(ofDay, hour, latencyMs)
  }
  const usual = (map: ReadonlyMap<number, readonly number[]>) =>
    Object.fromEntries(
      [...map].filter(([, kept]) => kept.length >= minChecks).map(([hour, kept]) => [hour, usualOf(kept)]),
    )
  return { timeZone, byHourOfWeek: usual(ofWeek), byHourOfDay: usual(ofDay) }
}

/** {@link weeklyBaseline} of checks that were rolled up hour by hour; its figures are within 1 %. */
export function rolledBaseline(
  hours: readonly { readonly from: number; readonly latency: StoredSketch }[],
  { timeZone, minChecks = 20 }: { readonly timeZone: string; readonly minChecks?: number },
): WeeklyBaseline {
  const ofWeek = new Map<number, LatencySketch>()
  const ofDay = new Map<number, LatencySketch>()
  const keep = (map: Map<number, LatencySketch>, hour: number, latency: StoredSketch) => {
    const sketch = map.get(hour) ?? new LatencySketch()
    map.set(hour, sketch)
    sketch.add(latency)
  }
  for (const { from, latency } of hours) {
    const { day, hour } = hourOf(from, timeZone)
    keep(ofWeek, day * 24 + hour, latency)
    keep(ofDay, hour, latency)
  }
  const usual = (map: ReadonlyMap<number, LatencySketch>) =>
    Object.fromEntries(
      [...map].filter(([, { count }]) => count >= minChecks).map(([hour, sketch]) => [hour, usualIn(sketch)]),
    )
  return { timeZone, byHourOfWeek: usual(ofWeek), byHourOfDay: usual(ofDay) }
}

function usualIn(sketch: LatencySketch): Usual {
  const medianMs = sketch.quantile(0.5) ?? 0
  const distances = new LatencySketch()
  for (const { ms, count } of sketch.values()) distances.record(Math.abs(ms - medianMs), count)
  return { medianMs, madMs: distances.quantile(0.5) ?? 0 }
}

/**
 * Returns how far a check is from what is usual at its hour of the week, or of the day where that week's hour is not
 * known; `undefined` when neither is, or the check failed.
 *
 * @param options - `threshold`: the score beyond which it is an anomaly, 5 unless given. Iglewicz and Hoaglin name
 * 3.5, but latencies lean to the slow side: on real histories that calls 7 checks in 100 unusual, where 5 calls 4.
 * @throws `ValidationError` when the threshold is not above 0.
 */
export function deviation(
  { timeZone, byHourOfWeek, byHourOfDay }: WeeklyBaseline,
  { at, latencyMs, failure }: TimedCheck,
  { threshold = 5 }: { readonly threshold?: number } = {},
): Deviation | undefined {
  expectAbove0('deviation', 'threshold', threshold)
  const { day, hour } = hourOf(at, timeZone)
  const sameHour = byHourOfWeek[day * 24 + hour]
  const usual = sameHour ?? byHourOfDay[hour]
  if (!usual || failure) return undefined
  const spread = Math.max(usual.madMs, leastSpread * usual.medianMs, 0.01)
  const score = (madToDeviation * (latencyMs - usual.medianMs)) / spread
  const side = score < 0 ? 'below' : 'above'
  const hours = `from ${hour}:00 to ${hour + 1}:00 ${timeZone}`
  const words =
    `${latencyMs.toFixed(0)} ms is ${Math.abs(score).toFixed(1)} deviations ${side} the ` +
    `${usual.medianMs.toFixed(0)} ms that are usual ${sameHour ? `on ${dayNames[day]} ` : ''}${hours}`
  return { score, medianMs: usual.medianMs, isAnomaly: Math.abs(score) > threshold, words }
}

function hourOf(at: number, timeZone: string) {
  const { day, minute } = localTime(at, timeZone)
  return { day, hour: Math.floor(minute / 60) }
}

function usualOf(latencies: readonly number[]): Usual {
  const medianMs = quantile(latencies, 0.5) ?? 0
  return {
    medianMs,
    madMs:
      quantile(
        latencies.map((ms) => Math.abs(ms - medianMs)),
        0.5,
      ) ?? 0,
  }
}
