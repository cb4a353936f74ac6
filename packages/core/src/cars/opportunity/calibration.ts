import * as check from '../../options/check.js'
import { checkOptions, marketSize } from '../../options/checks.js'

/** A predicted probability with the outcome. */
export interface PredictionOutcome {
  /** The predicted probability, from 0 to 1. */
  readonly predicted: number
  /** `true` when the predicted event happened. */
  readonly hasHappened: boolean
}

/** A calibration of predicted probabilities. It is plain data, so that a host can store it as JSON. */
export interface Calibration {
  /** Predicted probabilities, ascending, with the observed frequency of each. Linear in between. */
  readonly points: readonly { readonly predicted: number; readonly observed: number }[]
}

/** One bin of a reliability diagram: a range of predicted probabilities with the observed frequency. */
export interface CalibrationBin {
  /** The lower end of the range, included. */
  readonly from: number
  /** The upper end of the range, excluded, except for 1. */
  readonly to: number
  /** The number of predictions in the range. */
  readonly count: number
  /** The mean predicted probability. */
  readonly predicted: number
  /** The observed frequency, from 0 to 1. */
  readonly observed: number
}

/** The calibration of predicted probabilities: the data of a reliability diagram, and its scores. */
export interface CalibrationReport {
  /** The bins of equal width that have predictions, ascending. */
  readonly bins: readonly CalibrationBin[]
  /** The expected calibration error: the mean distance of predicted and observed, weighted by count. 0 is perfect. */
  readonly calibrationError: number
  /** The Brier score: the mean of (predicted − outcome)². 0 is perfect; always predicting 0.5 gets 0.25 (Brier 1950). */
  readonly brierScore: number
}

const outcomeCheck = check.object({
  predicted: check.number({ min: 0, max: 1 }),
  hasHappened: check.boolean(),
} satisfies check.CheckShape<PredictionOutcome>)
const outcomesCheck = check.strictObject({
  outcomes: check.refine(
    check.list(outcomeCheck, 'a list of outcomes'),
    ({ length }) => length > 0,
    'at least one outcome',
  ),
})

/**
 * Fits a calibration to outcomes by isotonic regression (pool adjacent violators: Ayer et al. 1955), with linear
 * interpolation between the pools. Judge it by other outcomes than those it was fitted to.
 *
 * @throws `ValidationError` when there is no outcome, or a probability is not within 0 and 1.
 * @example
 * ```ts
 * import { calibratedProbability, fitCalibration } from '@telltale/core/cars'
 *
 * const calibration = fitCalibration([
 *   { predicted: 0.2, hasHappened: false },
 *   { predicted: 0.9, hasHappened: true },
 *   { predicted: 0.9, hasHappened: false },
 * ])
 * console.log(calibratedProbability(0.9, calibration)) // 0.5
 * ```
 */
export function fitCalibration(outcomes: readonly PredictionOutcome[]): Calibration {
  checkOptions('fitCalibration', outcomesCheck, { outcomes }, marketSize)
  const pools: { predicted: number; events: number; count: number }[] = []
  for (const [predicted, { events, count }] of countByPredicted(outcomes)) {
    pools.push({ predicted: predicted * count, events, count })
    for (;;) {
      const [before, last] = [pools.at(-2), pools.at(-1)]
      if (!before || !last || before.events / before.count < last.events / last.count) break
      pools.splice(-2, 2, {
        predicted: before.predicted + last.predicted,
        events: before.events + last.events,
        count: before.count + last.count,
      })
    }
  }
  return {
    points: pools.map(({ predicted, events, count }) => ({
      predicted: predicted / count,
      observed: events / count,
    })),
  }
}

function countByPredicted(outcomes: readonly PredictionOutcome[]) {
  const counts = new Map<number, { events: number; count: number }>()
  for (const { predicted, hasHappened } of outcomes) {
    const known = counts.get(predicted) ?? { events: 0, count: 0 }
    counts.set(predicted, { events: known.events + (hasHappened ? 1 : 0), count: known.count + 1 })
  }
  return [...counts].sort(([a], [b]) => a - b)
}

/** Returns the calibrated probability, from 0 to 1. Without points, it is the predicted one. */
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
 * Compares predicted probabilities with observed frequencies, by bins of equal width.
 *
 * @param count - the number of bins.
 * @throws `ValidationError` when there is no outcome, or a probability is not within 0 and 1.
 * @example
 * ```ts
 * import { calibrationReport } from '@telltale/core/cars'
 *
 * console.log(calibrationReport([{ predicted: 0.8, hasHappened: true }]).bins)
 * ```
 */
export function calibrationReport(outcomes: readonly PredictionOutcome[], count = 10): CalibrationReport {
  checkOptions('calibrationReport', outcomesCheck, { outcomes }, marketSize)
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
