import {
  type Calibration,
  type CalibrationReport,
  calibrationReport,
  fitCalibration,
  type PredictionOutcome,
} from '../cars/opportunity/calibration.js'
import { defined } from '../options/index.js'
import type { Tables, Where } from '../ports/index.js'
import { type FoundOpportunity, opportunitiesTable } from '../records/opportunity-records.js'
import { everyRecord } from '../runtime/index.js'

/** The number of sales from which on the owner's outcomes change the confidence: fewer say little of a probability. */
const neededOutcomes = 30

/** The comparison of what was predicted with what became of it. */
export interface OutcomeCalibration {
  /** The number of cars that were sold, with both prices recorded. */
  readonly sold: number
  /** The number of sales from which on the confidence is calibrated by them. */
  readonly needed: number
  /** The predicted and the observed frequencies of a profit, with their scores; absent without a sale. */
  readonly report?: CalibrationReport
  /** The calibration that the confidence of opportunities goes through; absent until there are enough sales. */
  readonly calibration?: Calibration
  /** The mean of the projected profits of those cars, in US dollars; absent without a sale. */
  readonly meanProjectedUsd?: number
  /** The mean of their real profits, in US dollars; absent without a sale. */
  readonly meanProfitUsd?: number
}

/** Calibrates the confidence by the outcomes that an owner recorded. */
export async function calibrateByOutcomes(
  tables: Pick<Tables, 'collection'>,
  ownerId: string,
): Promise<OutcomeCalibration> {
  const outcomes: PredictionOutcome[] = []
  let [projectedUsd, profitUsd] = [0, 0]
  const where = { outcomeAt: { gte: 0 } } as Where<FoundOpportunity>
  for await (const { outcome } of everyRecord(tables.collection(opportunitiesTable), ownerId, { where })) {
    if (outcome?.profitUsd === undefined) continue
    outcomes.push({ predicted: outcome.predicted, hasHappened: outcome.profitUsd > 0 })
    projectedUsd += outcome.projectedUsd
    profitUsd += outcome.profitUsd
  }
  const sold = outcomes.length
  if (sold === 0) return { sold, needed: neededOutcomes }
  return {
    sold,
    needed: neededOutcomes,
    report: calibrationReport(outcomes),
    meanProjectedUsd: projectedUsd / sold,
    meanProfitUsd: profitUsd / sold,
    ...defined({ calibration: sold >= neededOutcomes ? fitCalibration(outcomes) : undefined }),
  }
}
