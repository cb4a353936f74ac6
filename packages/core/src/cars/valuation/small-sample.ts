import type { ComparableCar, Neighbour, SubjectCar } from './comparable-index.js'
import type { Differences } from './comparables.js'
import { errorShares } from './conformal.js'
import type { Prediction } from './prediction.js'

/** The change of the log price by a year of age and by 10,000 miles: round figures, after regressions within models on real listings. */
const perYear = -0.09
const perTenThousandMiles = -0.05

/** Returns the prior error of the log price, which grows with age until 20: round figures with which intervals hold on nine real sets. */
const priorErrorOf = (ageYears: number): number => 0.09 + 0.015 * Math.min(Math.max(ageYears, 0), 20)
/** The weight of the prior error, in cars. */
const priorCars = 2
/** The number of points that stand for the prior distribution. */
const priorPoints = 40
/** The factor of the cars' own errors: cars that were sought for their likeness differ by less than others. */
const selectionFactor = 1.03
/** The degrees of freedom of the Student-t distribution of errors. */
const degreesOfFreedom = 4
const maximizationRounds = 12

/** The minimum number of comparables for a prediction. */
export const minComparables = 3

/** Returns the differences from a comparable to the subject at usual rates. */
export function usualDifferences(subject: SubjectCar, other: ComparableCar): Differences {
  const age = perYear * (subject.ageYears - other.ageYears)
  return {
    [subject.listing.year === other.listing.year ? 'age' : 'year']: age,
    mileage: (perTenThousandMiles * (subject.miles - other.miles)) / 10_000,
  }
}

/**
 * Predicts the log price of a car from a few comparables. Each is adjusted to the car's age and mileage at usual rates,
 * and their centre is that of a Student-t distribution, so that one odd price pulls little. The interval comes from the
 * errors that they leave, mixed with the prior distribution of errors at this age.
 */
export function predictSmallSample(neighbours: readonly Neighbour[], subject: SubjectCar): Prediction {
  const differences = neighbours.map(({ car }) => {
    const { age = 0, year = 0, mileage = 0 } = usualDifferences(subject, car)
    return { age: age + year, mileage }
  })
  const proximities = neighbours.map(({ distance }) => Math.exp(-distance / 2))
  const adjusted = neighbours.map(({ car: { logPrice } }, index) => {
    const { age, mileage } = differences[index]!
    return logPrice + age + mileage
  })
  const priorError = priorErrorOf(subject.ageYears)
  const { centre, scale, weights } = fitStudentT(adjusted, proximities, priorError)
  const total = sumOf(weights)
  const mean = (values: readonly number[]) =>
    sumOf(values.map((value, index) => weights[index]! * value)) / total
  const logPrices = neighbours.map(({ car: { logPrice } }) => logPrice)
  // Equal prices tell nothing of the spread.
  const areEqual = logPrices.every((logPrice) => logPrice === logPrices[0])
  const sampleSize = sumOf(proximities) ** 2 / sumOf(proximities.map((weight) => weight ** 2))
  const errors = [
    ...(areEqual ? [] : sampleErrors(adjusted, proximities, centre, sampleSize)),
    ...priorErrors(priorError, sampleSize),
  ].sort((a, b) => a.error - b.error)
  return {
    logPrice: centre,
    logBase: mean(logPrices),
    contributions: [
      { name: 'age', amount: mean(differences.map(({ age }) => age)) },
      { name: 'mileage', amount: mean(differences.map(({ mileage }) => mileage)) },
    ],
    basis: {
      miles: mean(neighbours.map(({ car }) => car.miles)),
      mean: {
        cars: neighbours.length,
        year: mean(neighbours.map(({ car }) => car.listing.year ?? 0)),
      },
    },
    error: scale,
    quantiles: weightedQuantiles(errors).map((error) => error / scale),
  }
}

interface WeightedError {
  readonly error: number
  readonly weight: number
}

/** Returns the errors of the sample, enlarged because each car has pulled the centre toward itself and the subject has not. */
function sampleErrors(
  values: readonly number[],
  weights: readonly number[],
  centre: number,
  sampleSize: number,
): WeightedError[] {
  const factor = selectionFactor * Math.sqrt((sampleSize + 1) / Math.max(sampleSize - 1, 0.5))
  return values.map((value, index) => ({ error: (value - centre) * factor, weight: weights[index]! }))
}

/** Returns points of the prior distribution of errors. */
const priorErrors = (priorError: number, sampleSize: number): WeightedError[] =>
  Array.from({ length: priorPoints }, (_, point) => ({
    error: priorError * Math.sqrt(1 + 1 / sampleSize) * studentQuantile((point + 0.5) / priorPoints),
    weight: priorCars / priorPoints,
  }))

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)

/** Fits centre and scale of a Student-t distribution by expectation-maximization, the scale drawn toward the prior error. */
function fitStudentT(values: readonly number[], sampleWeights: readonly number[], priorError: number) {
  let centre = values.toSorted((a, b) => a - b)[values.length >> 1]!
  let variance = priorError ** 2
  let weights = sampleWeights
  for (let round = 0; round < maximizationRounds; round++) {
    weights = values.map(
      (value, index) =>
        (sampleWeights[index]! * (degreesOfFreedom + 1)) /
        (degreesOfFreedom + (value - centre) ** 2 / variance),
    )
    centre = sumOf(values.map((value, index) => weights[index]! * value)) / sumOf(weights)
    const squares = sumOf(values.map((value, index) => weights[index]! * (value - centre) ** 2))
    variance = (squares + 2 * priorCars * priorError ** 2) / (sumOf(sampleWeights) + 2 * priorCars)
  }
  return { centre, scale: Math.sqrt(variance), weights }
}

/** Returns the error at each of `errorShares`, interpolated between weighted errors in rising order. */
function weightedQuantiles(errors: readonly WeightedError[]): number[] {
  const total = sumOf(errors.map(({ weight }) => weight))
  let below = 0
  const points = errors.map(({ error, weight }) => {
    below += weight
    return { error, share: (below - weight / 2) / total }
  })
  return errorShares.map((share) => {
    const next = points.findIndex((point) => point.share >= share)
    const [low, high] = [points[next - 1], points[next] ?? points.at(-1)]
    if (!low || !high || next < 0) return high?.error ?? 0
    return low.error + ((share - low.share) / (high.share - low.share)) * (high.error - low.error)
  })
}

/** Returns the quantile of Student's t with four degrees of freedom, exactly (Shaw, "Sampling Student's t distribution", 2006, section 3.4). */
export function studentQuantile(share: number): number {
  const alpha = 4 * share * (1 - share)
  const size = 2 * Math.sqrt(Math.max(Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha) - 1, 0))
  return share < 0.5 ? -size : size
}
