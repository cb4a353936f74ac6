/** The coefficients of the market-wide depreciation curve: how log prices fall with age and mileage. */
export type DepreciationCurve = readonly number[]

/** The terms that the coefficients multiply. */
function basisOf(ageYears: number, mileageMiles: number): readonly number[] {
  const years = clampedAge(ageYears)
  const root = mileageRoot(mileageMiles)
  return [1, years / 10, (years / 10) ** 2, Math.log1p(years), root, root ** 2, (root * years) / 10]
}

const clampedAge = (ageYears: number): number => Math.min(Math.max(ageYears, 0), 40)

/** Returns the square root of a mileage in units of 10,000 miles, of at most 300,000 miles. */
const mileageRoot = (mileageMiles: number): number =>
  Math.sqrt(Math.min(Math.max(mileageMiles, 0), 300_000) / 10_000)

type Coefficients = readonly [number, number, number, number, number, number, number]

/** Returns the log price of the curve at an age and a mileage. Sums the terms without an array, since every valuation comes here. */
export function curveValue(curve: DepreciationCurve, ageYears: number, mileageMiles: number): number {
  const years = clampedAge(ageYears)
  const root = mileageRoot(mileageMiles)
  const [constant, age, ageSquared, logAge, rootMiles, miles, interaction] = curve as Coefficients
  return (
    constant +
    (age * years) / 10 +
    ageSquared * (years / 10) ** 2 +
    logAge * Math.log1p(years) +
    rootMiles * root +
    miles * root ** 2 +
    (interaction * (root * years)) / 10
  )
}

/** The rows that a curve is fitted to. Arrays are by row of the whole market. */
export interface CurveData {
  readonly ages: Float64Array
  readonly mileages: Float64Array
  readonly target: Float64Array
  readonly weights: Float64Array
  /** The rows to learn from. */
  readonly rows: Int32Array
}

/** The L2 penalty of each coefficient, so that the normal equations always have a solution. */
const l2 = 1e-3

/** Fits the curve by weighted ridge regression. */
export function fitDepreciationCurve({
  ages,
  mileages,
  target,
  weights,
  rows,
}: CurveData): DepreciationCurve {
  const size = basisOf(0, 0).length
  const equations = Array.from({ length: size }, (_, index) => {
    const equation = new Float64Array(size + 1)
    equation[index] = l2
    return equation
  })
  for (const row of rows) {
    const basis = basisOf(ages[row]!, mileages[row]!)
    const weight = weights[row]!
    for (let i = 0; i < size; i++) {
      const equation = equations[i]!
      const scaled = weight * basis[i]!
      for (let j = 0; j < size; j++) equation[j]! += scaled * basis[j]!
      equation[size]! += scaled * target[row]!
    }
  }
  return solveLinearSystem(equations)
}

/**
 * Solves linear equations by Gauss-Jordan elimination with partial pivoting.
 *
 * @param equations - each with its right side as the last number; overwritten.
 */
function solveLinearSystem(equations: Float64Array[]): number[] {
  const size = equations.length
  for (let at = 0; at < size; at++) {
    let pivotRow = at
    for (let row = at + 1; row < size; row++)
      if (Math.abs(equations[row]![at]!) > Math.abs(equations[pivotRow]![at]!)) pivotRow = row
    const pivot = equations[pivotRow]!
    equations[pivotRow] = equations[at]!
    equations[at] = pivot
    for (let row = 0; row < size; row++) {
      if (row === at) continue
      const equation = equations[row]!
      const factor = equation[at]! / pivot[at]!
      for (let column = at; column <= size; column++) equation[column]! -= factor * pivot[column]!
    }
  }
  return equations.map((equation, at) => equation[size]! / equation[at]!)
}
