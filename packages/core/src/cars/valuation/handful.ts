import type { Appraisal } from './appraise.js'
import { shares } from './calibration.js'
import type { ComparableCar, Neighbour, SeenCar } from './comparables.js'

/** What a year of age and 10,000 miles take off the log price: round figures, after regressions within models on real listings. */
const perYear = -0.09
const perTenThousandMiles = -0.05
/** The error of that, likewise. */
const usualError = 0.16
/** How many cars' worth that error counts beside the cars' own. */
const priorCars = 5

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
 * Values a car by a handful of others: each is brought to its age and mileage at usual rates, and the mean is taken
 * with the weights of a Student-t distribution, so that one odd price pulls little. How far they lie apart is drawn
 * toward what is usual, and the interval is that of Student's t for one more car.
 */
export function appraiseByHandful(neighbours: readonly Neighbour[], car: SeenCar): Appraisal {
  const cars = neighbours.map(({ car, distance }) => ({ car, weight: Math.exp(-distance / 2) }))
  const steps = cars.map(({ car: other }) => usualStepsOf(car, other))
  const adjusted = cars.map(({ car: { logPrice } }, index) => {
    const { age, mileage } = steps[index] as UsualSteps
    return logPrice + age + mileage
  })
  const { centre, weights } = robustMean(
    adjusted,
    cars.map(({ weight }) => weight),
  )
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value, index) => sum + (weights[index] as number) * value, 0) / total
  const squares = adjusted.reduce(
    (sum, price, index) => sum + (weights[index] as number) * (price - centre) ** 2,
    0,
  )
  const count = total ** 2 / weights.reduce((sum, weight) => sum + weight ** 2, 0)
  const freedom = priorCars + count - 1
  const variance = (priorCars * usualError ** 2 + (squares / total) * count) / freedom
  return {
    logValue: centre,
    logBase: mean(cars.map(({ car: { logPrice } }) => logPrice)),
    parts: [
      { name: 'age', amount: mean(steps.map(({ age }) => age)) },
      { name: 'mileage', amount: mean(steps.map(({ mileage }) => mileage)) },
    ],
    error: Math.sqrt(variance * (1 + 1 / count)),
    quantiles: shares.map((share) => studentQuantile(share, freedom)),
  }
}

function robustMean(values: readonly number[], given: readonly number[]) {
  let centre = [...values].sort((a, b) => a - b)[values.length >> 1] as number
  let weights = [...given]
  for (let round = 0; round < 10; round++) {
    weights = values.map(
      (value, index) => (given[index] as number) / (1 + ((value - centre) / (2 * usualError)) ** 2),
    )
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    centre = values.reduce((sum, value, index) => sum + (weights[index] as number) * value, 0) / total
  }
  return { centre, weights }
}

/** Student's t: Abramowitz and Stegun, "Handbook of Mathematical Functions" (1964), 26.7.5, by powers of 1 / freedom. */
export function studentQuantile(share: number, freedom: number): number {
  const x = normalQuantile(share)
  const [x3, x5, x7] = [x ** 3, x ** 5, x ** 7]
  return (
    x +
    (x3 + x) / (4 * freedom) +
    (5 * x5 + 16 * x3 + 3 * x) / (96 * freedom ** 2) +
    (3 * x7 + 19 * x5 + 17 * x3 - 15 * x) / (384 * freedom ** 3)
  )
}

/** The normal distribution, to 0.00045: Abramowitz and Stegun, 26.2.23. */
function normalQuantile(share: number): number {
  if (share === 0.5) return 0
  const t = Math.sqrt(-2 * Math.log(Math.min(share, 1 - share)))
  const size =
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t ** 2) / (1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3)
  return share < 0.5 ? -size : size
}
