import type { ComparableCar, Neighbour, SubjectCar } from './comparable-index.js'
import type { Differences } from './comparables.js'
import { errorShares } from './conformal.js'
import { levelNames } from './features.js'
import type { Prediction } from './prediction.js'

/** Rates by which comparables are adjusted, each at a rate of its own: the age, the mileage and the power. */
type Rates = readonly [perYear: number, perTenThousandMiles: number, perLogPower: number]

/**
 * The usual change of the log price by a year of age, by 10,000 miles and by the logarithm of the power: round figures,
 * after regressions within models on nine open sets.
 */
const usualRates: Rates = [-0.09, -0.045, 0.6]
/** The standard deviation of those rates between models, by which a sample may move them. */
const rateDeviations: Rates = [0.04, 0.02, 0.3]

/** The loss of a like car's weight, as a share of its logarithm, by a year, by 12,000 miles and by each level of the version. */
const unlikenessPerYear = 0.25
const unlikenessPerTwelveThousandMiles = 0.2
const versionLevels = (['engine', 'version', 'trim', 'VIN'] as const).map((name) => levelNames.indexOf(name))
const unlikenessByLevel = [1, 1, 0.5, 0.5]
/** The loss of a car whose model and trim share no word with those of the subject. */
const unlikenessOfWords = 3

/** Returns the prior error of the log price, which grows with age until 20: round figures with which intervals hold on nine real sets. */
const priorErrorOf = (ageYears: number): number => 0.08 + 0.018 * Math.min(Math.max(ageYears, 0), 20)
/** The weight of the prior error, in cars. */
const priorCars = 4
/** The number of points that stand for the prior distribution. */
const priorPoints = 40
/** The factor of the cars' own errors: cars that were sought for their likeness differ by less than others. */
const selectionFactor = 1.06
/** The degrees of freedom of the Student-t distribution of errors. */
const degreesOfFreedom = 4
const maximizationRounds = 12

/** The minimum number of comparables for a prediction. */
export const minComparables = 3

/** Returns the differences from a comparable to the subject at some rates. */
function differencesAt(rates: Rates, subject: SubjectCar, other: ComparableCar): Differences {
  const [age, mileage, power] = covariatesOf(subject, other).map(
    (difference, index) => difference * rates[index]!,
  )
  return {
    [subject.listing.year === other.listing.year ? 'age' : 'year']: age!,
    mileage: mileage!,
    engine: power!,
  }
}

/** Returns the differences from a comparable to the subject at usual rates. */
export const usualDifferences = (subject: SubjectCar, other: ComparableCar): Differences =>
  differencesAt(usualRates, subject, other)

/** Returns by how much the subject exceeds another car in age, mileage and power; 0 where either power is not known. */
function covariatesOf(subject: SubjectCar, other: ComparableCar): Rates {
  const power = Math.log((subject.listing.horsepower ?? 0) / (other.listing.horsepower ?? 0))
  return [
    subject.ageYears - other.ageYears,
    (subject.miles - other.miles) / 10_000,
    Number.isFinite(power) ? power : 0,
  ]
}

/** Returns the weight of a car by its likeness to the subject, from 0 to 1. */
function likenessOf(subject: SubjectCar, ownWords: ReadonlySet<string>, other: ComparableCar): number {
  const [years, tenThousandMiles] = covariatesOf(subject, other)
  let unlikeness =
    unlikenessPerYear * Math.abs(years) +
    (unlikenessPerTwelveThousandMiles * Math.abs(tenThousandMiles)) / 1.2 +
    unlikenessOfWords * (1 - sharedWords(ownWords, wordsIn(other)))
  for (const [index, level] of versionLevels.entries())
    if (subject.groups[level] !== other.groups[level]) unlikeness += unlikenessByLevel[index]!
  return Math.exp(-unlikeness)
}

const wordsIn = ({ listing: { model = '', trim = '' } }: SubjectCar): Set<string> =>
  new Set(`${model} ${trim}`.toLowerCase().match(/[\p{L}\p{N}.]+/gu) ?? [])

/** Returns the share of the words of both that either has (Jaccard). */
function sharedWords(own: ReadonlySet<string>, others: ReadonlySet<string>): number {
  let shared = 0
  for (const word of own) if (others.has(word)) shared++
  return shared / Math.max(own.size + others.size - shared, 1)
}

/** A prediction from a few comparables, and the differences from any of them at the rates that were fitted. */
export interface SmallSamplePrediction {
  readonly prediction: Prediction
  readonly differencesTo: (other: ComparableCar) => Differences
}

/**
 * Predicts the log price of a car from a few comparables, which weigh by their likeness. Each is adjusted to the car's age,
 * mileage and power at rates that the sample moves away from the usual ones (ridge regression), and errors are of a
 * Student-t distribution, so that one odd price pulls little. The interval comes from the errors that are left, mixed with
 * the prior distribution of errors at this age.
 */
export function predictSmallSample(
  neighbours: readonly Neighbour[],
  subject: SubjectCar,
): SmallSamplePrediction {
  const ownWords = wordsIn(subject)
  const likenesses = neighbours.map(({ car }) => likenessOf(subject, ownWords, car))
  // Kish's effective sample size.
  const sampleSize = sumOf(likenesses) ** 2 / sumOf(likenesses.map((likeness) => likeness ** 2))
  const sample = neighbours.map(({ car }, index) => ({
    logPrice: car.logPrice,
    covariates: covariatesOf(subject, car),
    weight: (likenesses[index]! * sampleSize) / sumOf(likenesses),
  }))
  const priorError = priorErrorOf(subject.ageYears)
  const { centre, scale, weights, rates, adjusted } = fitStudentT(sample, priorError)
  const mean = (values: readonly number[]) => weightedMean(values, weights)
  const logPrices = sample.map(({ logPrice }) => logPrice)
  const sampleWeights = sample.map(({ weight }) => weight)
  // Equal prices tell nothing of the spread.
  const areEqual = logPrices.every((logPrice) => logPrice === logPrices[0])
  const errors = [
    ...(areEqual ? [] : sampleErrors(adjusted, sampleWeights, centre, sampleSize)),
    ...priorErrors(priorError, sampleSize),
  ].sort((a, b) => a.error - b.error)
  const prediction = {
    logPrice: centre,
    logBase: mean(logPrices),
    contributions: ['age', 'mileage', 'engine'].map((name, index) => ({
      name,
      amount: rates[index]! * mean(sample.map(({ covariates }) => covariates[index]!)),
    })),
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
  return { prediction, differencesTo: (other) => differencesAt(rates, subject, other) }
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

/** Returns the weighted mean, which of equal values is that very value. */
function weightedMean(values: readonly number[], weights: readonly number[]): number {
  const first = values[0]!
  return first + sumOf(values.map((value, index) => weights[index]! * (value - first))) / sumOf(weights)
}

/** Returns the value up to which half of the weight lies. */
function weightedMedian(values: readonly number[], weights: readonly number[]): number {
  let left = sumOf(weights) / 2
  const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!)
  const middle = order.find((index) => {
    left -= weights[index]!
    return left <= 0
  })
  return values[middle ?? order.at(-1)!]!
}

/** A comparable as the fit sees it. */
interface SampleCar {
  readonly logPrice: number
  readonly covariates: Rates
  /** The weight by likeness; all weights sum to the effective sample size. */
  readonly weight: number
}

/**
 * Fits rates, centre and scale under errors of a Student-t distribution by expectation-maximization, the rates drawn toward
 * the usual ones and the scale toward the prior error.
 */
function fitStudentT(sample: readonly SampleCar[], priorError: number) {
  const sampleSize = sumOf(sample.map(({ weight }) => weight))
  const rates = [...usualRates]
  const adjust = ({ logPrice, covariates }: SampleCar): number =>
    logPrice + rates[0]! * covariates[0] + rates[1]! * covariates[1] + rates[2]! * covariates[2]
  let adjusted = sample.map(adjust)
  let centre = weightedMedian(
    adjusted,
    sample.map(({ weight }) => weight),
  )
  let variance = priorError ** 2
  let weights: number[] = []
  for (let round = 0; round < maximizationRounds; round++) {
    weights = sample.map(
      (car, index) =>
        (car.weight * (degreesOfFreedom + 1)) /
        (degreesOfFreedom + (adjusted[index]! - centre) ** 2 / variance),
    )
    for (const index of rates.keys()) {
      const ridge = variance / rateDeviations[index]! ** 2
      let [numerator, denominator] = [ridge * usualRates[index]!, ridge]
      for (const [row, { covariates }] of sample.entries()) {
        const x = covariates[index]!
        numerator -= weights[row]! * x * (adjusted[row]! - rates[index]! * x - centre)
        denominator += weights[row]! * x * x
      }
      rates[index] = numerator / denominator
      adjusted = sample.map(adjust)
      centre = weightedMean(adjusted, weights)
    }
    const squares = sumOf(adjusted.map((value, row) => weights[row]! * (value - centre) ** 2))
    variance = (squares + 2 * priorCars * priorError ** 2) / (sampleSize + 2 * priorCars)
  }
  return { centre, scale: Math.sqrt(variance), weights, adjusted, rates: rates as unknown as Rates }
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
