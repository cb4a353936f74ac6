import type { Appraisal } from './appraise.js'
import { shares } from './calibration.js'
import type { ComparableCar, Neighbour, SeenCar } from './comparables.js'

/** What a year of age and 10,000 miles take off the log price: round figures, after regressions within models on real listings. */
const perYear = -0.09
const perTenThousandMiles = -0.05
/** The error of that, which grows with age until 20: round figures with which intervals hold on nine real sets. */
const usualErrorOf = (age: number): number => 0.09 + 0.015 * Math.min(Math.max(age, 0), 20)
/** How many cars' worth that error counts beside the cars' own. */
const priorCars = 2
/** The points that stand for the usual error's distribution. */
const priorPoints = 40
/** How many times the cars' own errors count, since their like were looked for. */
const ownErrorsTimes = 1.03
/** The degrees of freedom of the Student-t distribution that errors are taken to have. */
const freedom = 4

/** Fewer say too little. */
export const fewestComparables = 3

interface UsualSteps {
  readonly age: number
  readonly mileage: number
  readonly version: 0
}

/** The steps from another car to the valued one at usual rates. */
export function usualStepsOf(car: SeenCar, other: ComparableCar): UsualSteps {
  return {
    age: perYear * (car.age - other.age),
    mileage: (perTenThousandMiles * (car.miles - other.miles)) / 10_000,
    version: 0,
  }
}

/**
 * Values a car by a handful of others: each is brought to its age and mileage at usual rates, and the middle is that of
 * a Student-t distribution, so that one odd price pulls little. The interval is of the errors that they leave, with a
 * few that are usual at its age among them.
 */
export function appraiseByHandful(neighbours: readonly Neighbour[], car: SeenCar): Appraisal {
  const steps = neighbours.map(({ car: other }) => usualStepsOf(car, other))
  const nearness = neighbours.map(({ distance }) => Math.exp(-distance / 2))
  const adjusted = neighbours.map(({ car: { logPrice } }, index) => {
    const { age, mileage } = steps[index]!
    return logPrice + age + mileage
  })
  const usualError = usualErrorOf(car.age)
  const { centre, scale, weights } = studentMiddle(adjusted, nearness, usualError)
  const total = sumOf(weights)
  const mean = (values: readonly number[]) =>
    sumOf(values.map((value, index) => weights[index]! * value)) / total
  const count = sumOf(nearness) ** 2 / sumOf(nearness.map((weight) => weight ** 2))
  const [first] = neighbours
  const differ = neighbours.some((other) => other.car.logPrice !== first?.car.logPrice)
  // Each has pulled the middle toward itself, and the valued car has not.
  const times = ownErrorsTimes * Math.sqrt((count + 1) / Math.max(count - 1, 0.5))
  const own = adjusted.map((price, index) => ({
    error: (price - centre) * times,
    weight: nearness[index]!,
  }))
  const usual = Array.from({ length: priorPoints }, (_, point) => ({
    error: usualError * Math.sqrt(1 + 1 / count) * studentQuantile((point + 0.5) / priorPoints),
    weight: priorCars / priorPoints,
  }))
  const errors = [...(differ ? own : []), ...usual].sort((a, b) => a.error - b.error)
  return {
    logValue: centre,
    logBase: mean(neighbours.map(({ car: { logPrice } }) => logPrice)),
    parts: [
      { name: 'age', amount: mean(steps.map(({ age }) => age)) },
      { name: 'mileage', amount: mean(steps.map(({ mileage }) => mileage)) },
    ],
    error: scale,
    quantiles: weightedQuantiles(errors).map((error) => error / scale),
  }
}

const sumOf = (figures: readonly number[]): number => figures.reduce((sum, figure) => sum + figure, 0)

/** Middle and scale of a Student-t distribution by expectation and maximisation, the scale drawn toward the usual error. */
function studentMiddle(values: readonly number[], given: readonly number[], usualError: number) {
  let centre = values.toSorted((a, b) => a - b)[values.length >> 1]!
  let square = usualError ** 2
  let weights = given
  for (let round = 0; round < 12; round++) {
    weights = values.map(
      (value, index) => (given[index]! * (freedom + 1)) / (freedom + (value - centre) ** 2 / square),
    )
    centre = sumOf(values.map((value, index) => weights[index]! * value)) / sumOf(weights)
    const squares = sumOf(values.map((value, index) => weights[index]! * (value - centre) ** 2))
    square = (squares + 2 * priorCars * usualError ** 2) / (sumOf(given) + 2 * priorCars)
  }
  return { centre, scale: Math.sqrt(square), weights }
}

/** The errors at the shares of a distribution, between those that are known; they come in order. */
function weightedQuantiles(errors: readonly { readonly error: number; readonly weight: number }[]): number[] {
  const total = sumOf(errors.map(({ weight }) => weight))
  let below = 0
  const points = errors.map(({ error, weight }) => {
    below += weight
    return { error, share: (below - weight / 2) / total }
  })
  return shares.map((share) => {
    const next = points.findIndex((point) => point.share >= share)
    const [low, high] = [points[next - 1], points[next] ?? points.at(-1)]
    if (!low || !high || next < 0) return high?.error ?? 0
    return low.error + ((share - low.share) / (high.share - low.share)) * (high.error - low.error)
  })
}

/** Student's t with four degrees of freedom, exactly: Shaw, "Sampling Student's t distribution" (2006), section 3.4. */
export function studentQuantile(share: number): number {
  const alpha = 4 * share * (1 - share)
  const size = 2 * Math.sqrt(Math.max(Math.cos(Math.acos(Math.sqrt(alpha)) / 3) / Math.sqrt(alpha) - 1, 0))
  return share < 0.5 ? -size : size
}
