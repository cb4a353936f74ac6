import { medianHigh } from '../../statistics/index.js'
import { type Neighbour, similarityOf } from './comparable-index.js'
import type { Prediction } from './prediction.js'

/** The limit of a residual, in medians of their sizes, so that one odd price pulls little. */
const maxResidualSize = 3
/** The weight of no residual at all, in cars that are wholly alike: found on held-out cars of nine open sets. */
const priorCars = 16

/** Limits the out-of-sample errors of predictions, either way, to three medians of their sizes. */
export function limitResiduals(errors: Float64Array): Float32Array {
  const limit = maxResidualSize * (medianHigh(errors.map(Math.abs)) ?? 0)
  return Float32Array.from(errors, (error) => Math.min(Math.max(error, -limit), limit))
}

/**
 * Moves a prediction by what the most similar cars cost beyond their own predictions: the mean of their residuals, weighted
 * by similarity and drawn toward 0, as kriging of residuals does (Cressie, "Statistics for Spatial Data", 1993). Trees
 * smooth such differences away where a model has few cars.
 *
 * @param residuals - by row of the cars that the market learned from.
 */
export function addLocalResidual(
  prediction: Prediction,
  nearest: readonly Neighbour[],
  residuals: Float32Array,
): Prediction {
  let sum = 0
  let weights = priorCars
  for (const neighbour of nearest) {
    const residual = residuals[neighbour.car.row]
    if (residual === undefined) continue
    const weight = similarityOf(neighbour)
    sum += weight * residual
    weights += weight
  }
  const amount = sum / weights
  if (amount === 0) return prediction
  return {
    ...prediction,
    logPrice: prediction.logPrice + amount,
    contributions: [...prediction.contributions, { name: 'like cars', amount }],
  }
}
