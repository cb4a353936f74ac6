import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'

/** A chance that was stated, and whether the thing then happened. */
export interface StatedChance {
  /** From 0 to 1. */
  readonly stated: number
  readonly happened: boolean
}

/** What stated chances have meant so far: plain data, to be kept as JSON. */
export interface Calibration {
  /** Stated chances, rising, and how often the thing happened at each; between them it goes straight. */
  readonly points: readonly { readonly stated: number; readonly observed: number }[]
}

/** One range of stated chances, and what became of them. */
export interface ReliabilityBin {
  /** The range, from this to below `to`; the last includes 1. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** The mean chance that was stated. */
  readonly stated: number
  /** How often it happened. */
  readonly observed: number
}

/** How far stated chances can be relied on. */
export interface Reliability {
  /** Ranges of equal width that have any, rising. */
  readonly bins: readonly ReliabilityBin[]
  /** The mean distance of stated and observed, weighted by count: 0 is perfect (expected calibration error). */
  readonly calibrationError: number
  /** The mean of (stated − happened)²: 0 is perfect, 0.25 is what always saying one half gets (Brier 1950). */
  readonly brierScore: number
}

const outcomeShape = {
  stated: z.number().min(0).max(1),
  happened: z.boolean(),
} satisfies OptionsShape<StatedChance>
const outcomesSchema = z.strictObject({
  outcomes: z.array(z.object(outcomeShape)).min(1, { error: 'expected at least one outcome' }),
})

/**
 * Learns from outcomes what stated chances mean, as the rising steps that fit best (isotonic regression by pooling
 * adjacent violators: Ayer et al. 1955), joined by straight lines. Outcomes must be others than those it is judged by.
 *
 * @throws `ValidationError` when there is no outcome, or a stated chance is not within 0 and 1.
 * @example
 * ```ts
 * import { calibratedChance, fitCalibration } from '@telltale/core/cars'
 *
 * const calibration = fitCalibration([
 *   { stated: 0.2, happened: false },
 *   { stated: 0.9, happened: true },
 *   { stated: 0.9, happened: false },
 * ])
 * console.log(calibratedChance(0.9, calibration)) // 0.5
 * ```
 */
export function fitCalibration(outcomes: readonly StatedChance[]): Calibration {
  parseOptions('fitCalibration', outcomesSchema, { outcomes })
  const pools: { stated: number; happened: number; count: number }[] = []
  for (const [stated, { happened, count }] of countByStated(outcomes)) {
    pools.push({ stated: stated * count, happened, count })
    for (;;) {
      const [before, last] = [pools.at(-2), pools.at(-1)]
      if (!before || !last || before.happened / before.count < last.happened / last.count) break
      pools.splice(-2, 2, {
        stated: before.stated + last.stated,
        happened: before.happened + last.happened,
        count: before.count + last.count,
      })
    }
  }
  return {
    points: pools.map(({ stated, happened, count }) => ({
      stated: stated / count,
      observed: happened / count,
    })),
  }
}

function countByStated(outcomes: readonly StatedChance[]) {
  const counts = new Map<number, { happened: number; count: number }>()
  for (const { stated, happened } of outcomes) {
    const so = counts.get(stated) ?? { happened: 0, count: 0 }
    counts.set(stated, { happened: so.happened + (happened ? 1 : 0), count: so.count + 1 })
  }
  return [...counts].sort(([a], [b]) => a - b)
}

/** What a stated chance has meant so far, from 0 to 1: as stated where nothing is known. */
export function calibratedChance(stated: number, { points }: Calibration): number {
  const at = points.findIndex((point) => point.stated >= stated)
  const after = at < 0 ? points.at(-1) : points[at]
  const before = at > 0 ? points[at - 1] : after
  if (!before || !after) return stated
  if (before === after || before.stated === after.stated) return after.observed
  const share = (stated - before.stated) / (after.stated - before.stated)
  return before.observed + (after.observed - before.observed) * share
}

/**
 * Shows how far stated chances can be relied on: by range, what was stated and what happened.
 *
 * @param count - how many ranges of equal width there are.
 * @throws `ValidationError` when there is no outcome, or a stated chance is not within 0 and 1.
 * @example
 * ```ts
 * import { reliability } from '@telltale/core/cars'
 *
 * console.log(reliability([{ stated: 0.8, happened: true }]).bins)
 * ```
 */
export function reliability(outcomes: readonly StatedChance[], count = 10): Reliability {
  parseOptions('reliability', outcomesSchema, { outcomes })
  const binOf = ({ stated }: StatedChance) => Math.min(count - 1, Math.floor(stated * count))
  const bins = Array.from({ length: count }, (_, bin) => {
    const inside = outcomes.filter((each) => binOf(each) === bin)
    return {
      from: bin / count,
      to: (bin + 1) / count,
      count: inside.length,
      stated: meanOf(inside, ({ stated }) => stated),
      observed: meanOf(inside, ({ happened }) => (happened ? 1 : 0)),
    }
  }).filter((bin) => bin.count > 0)
  const distance = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.stated - bin.observed), 0)
  return {
    bins,
    calibrationError: distance / outcomes.length,
    brierScore: meanOf(outcomes, ({ stated, happened }) => (stated - (happened ? 1 : 0)) ** 2),
  }
}

function meanOf(outcomes: readonly StatedChance[], figure: (outcome: StatedChance) => number): number {
  return outcomes.reduce((sum, outcome) => sum + figure(outcome), 0) / outcomes.length
}
