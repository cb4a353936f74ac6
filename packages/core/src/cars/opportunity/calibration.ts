import { z } from 'zod'
import { type OptionsShape, parseOptions } from '../../options/index.js'

/** A chance that was predicted, and whether the thing then hasHappened. */
export interface PredictionOutcome {
  /** From 0 to 1. */
  readonly predicted: number
  readonly hasHappened: boolean
}

/** What predicted chances have meant so far: plain data, to be kept as JSON. */
export interface Calibration {
  /** Stated chances, rising, and how often the thing hasHappened at each; between them it goes straight. */
  readonly points: readonly { readonly predicted: number; readonly observed: number }[]
}

/** One range of predicted chances, and what became of them. */
export interface CalibrationBin {
  /** The range, from this to below `to`; the last includes 1. */
  readonly from: number
  readonly to: number
  readonly count: number
  /** The mean chance that was predicted. */
  readonly predicted: number
  /** How often it hasHappened. */
  readonly observed: number
}

/** How far predicted chances can be relied on. */
export interface CalibrationReport {
  /** Ranges of equal width that have any, rising. */
  readonly bins: readonly CalibrationBin[]
  /** The mean distance of predicted and observed, weighted by count: 0 is perfect (expected calibration error). */
  readonly calibrationError: number
  /** The mean of (predicted − hasHappened)²: 0 is perfect, 0.25 is what always saying one half gets (Brier 1950). */
  readonly brierScore: number
}

const outcomeShape = {
  predicted: z.number().min(0).max(1),
  hasHappened: z.boolean(),
} satisfies OptionsShape<PredictionOutcome>
const outcomesSchema = z.strictObject({
  outcomes: z.array(z.object(outcomeShape)).min(1, { error: 'expected at least one outcome' }),
})

/**
 * Learns from outcomes what predicted chances mean, as the rising steps that fit best (isotonic regression by pooling
 * adjacent violators: Ayer et al. 1955), joined by straight lines. Outcomes must be others than those it is judged by.
 *
 * @throws `ValidationError` when there is no outcome, or a predicted chance is not within 0 and 1.
 * @example
 * ```ts
 * import { calibratedChance, fitCalibration } from '@telltale/core/cars'
 *
 * const calibration = fitCalibration([
 *   { predicted: 0.2, hasHappened: false },
 *   { predicted: 0.9, hasHappened: true },
 *   { predicted: 0.9, hasHappened: false },
 * ])
 * console.log(calibratedChance(0.9, calibration)) // 0.5
 * ```
 */
export function fitCalibration(outcomes: readonly PredictionOutcome[]): Calibration {
  parseOptions('fitCalibration', outcomesSchema, { outcomes })
  const pools: { predicted: number; hasHappened: number; count: number }[] = []
  for (const [predicted, { hasHappened, count }] of countByStated(outcomes)) {
    pools.push({ predicted: predicted * count, hasHappened, count })
    for (;;) {
      const [before, last] = [pools.at(-2), pools.at(-1)]
      if (!before || !last || before.hasHappened / before.count < last.hasHappened / last.count) break
      pools.splice(-2, 2, {
        predicted: before.predicted + last.predicted,
        hasHappened: before.hasHappened + last.hasHappened,
        count: before.count + last.count,
      })
    }
  }
  return {
    points: pools.map(({ predicted, hasHappened, count }) => ({
      predicted: predicted / count,
      observed: hasHappened / count,
    })),
  }
}

function countByStated(outcomes: readonly PredictionOutcome[]) {
  const counts = new Map<number, { hasHappened: number; count: number }>()
  for (const { predicted, hasHappened } of outcomes) {
    const so = counts.get(predicted) ?? { hasHappened: 0, count: 0 }
    counts.set(predicted, { hasHappened: so.hasHappened + (hasHappened ? 1 : 0), count: so.count + 1 })
  }
  return [...counts].sort(([a], [b]) => a - b)
}

/** What a predicted chance has meant so far, from 0 to 1: as predicted where nothing is known. */
export function calibratedProbability(predicted: number, { points }: Calibration): number {
  const at = points.findIndex((point) => point.predicted >= predicted)
  const after = at < 0 ? points.at(-1) : points[at]
  const before = at > 0 ? points[at - 1] : after
  if (!before || !after) return predicted
  if (before === after || before.predicted === after.predicted) return after.observed
  const share = (predicted - before.predicted) / (after.predicted - before.predicted)
  return before.observed + (after.observed - before.observed) * share
}

/**
 * Shows how far predicted chances can be relied on: by range, what was predicted and what hasHappened.
 *
 * @param count - how many ranges of equal width there are.
 * @throws `ValidationError` when there is no outcome, or a predicted chance is not within 0 and 1.
 * @example
 * ```ts
 * import { reliability } from '@telltale/core/cars'
 *
 * console.log(reliability([{ predicted: 0.8, hasHappened: true }]).bins)
 * ```
 */
export function calibrationReport(outcomes: readonly PredictionOutcome[], count = 10): CalibrationReport {
  parseOptions('reliability', outcomesSchema, { outcomes })
  const binOf = ({ predicted }: PredictionOutcome) => Math.min(count - 1, Math.floor(predicted * count))
  const bins = Array.from({ length: count }, (_, bin) => {
    const inside = outcomes.filter((each) => binOf(each) === bin)
    return {
      from: bin / count,
      to: (bin + 1) / count,
      count: inside.length,
      predicted: meanOf(inside, ({ predicted }) => predicted),
      observed: meanOf(inside, ({ hasHappened }) => (hasHappened ? 1 : 0)),
    }
  }).filter((bin) => bin.count > 0)
  const distance = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.predicted - bin.observed), 0)
  return {
    bins,
    calibrationError: distance / outcomes.length,
    brierScore: meanOf(outcomes, ({ predicted, hasHappened }) => (predicted - (hasHappened ? 1 : 0)) ** 2),
  }
}

function meanOf(
  outcomes: readonly PredictionOutcome[],
  figure: (outcome: PredictionOutcome) => number,
): number {
  return outcomes.reduce((sum, outcome) => sum + figure(outcome), 0) / outcomes.length
}
