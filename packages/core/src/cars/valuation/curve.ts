/** How log prices fall with age and mileage, market-wide: the coefficients of `curveTerms`. */
export type Curve = readonly number[]

/** What the curve is made of. Age in years, mileage in miles; an unknown one stands at what is usual. */
function curveTerms(age: number, mileageMiles: number): readonly number[] {
  const years = yearsOf(age)
  const root = rootOf(mileageMiles)
  return [1, years / 10, (years / 10) ** 2, Math.log1p(years), root, root ** 2, (root * years) / 10]
}

const yearsOf = (age: number): number => Math.min(Math.max(age, 0), 40)
const rootOf = (mileageMiles: number): number =>
  Math.sqrt(Math.min(Math.max(mileageMiles, 0), 300_000) / 10_000)

type Seven = readonly [number, number, number, number, number, number, number]

/** What the curve says of a car: the sum of its terms, without an array of them. */
export function curveAt(curve: Curve, age: number, mileageMiles: number): number {
  const years = yearsOf(age)
  const root = rootOf(mileageMiles)
  const [constant, linear, square, log, byRoot, byMiles, together] = curve as Seven
  return (
    constant +
    (linear * years) / 10 +
    square * (years / 10) ** 2 +
    log * Math.log1p(years) +
    byRoot * root +
    byMiles * root ** 2 +
    (together * (root * years)) / 10
  )
}

/** Fits the curve by weighted least squares with a slight ridge. */
export function fitCurve(
  ages: Float64Array,
  mileages: Float64Array,
  target: Float64Array,
  weights: Float64Array,
  rows: Int32Array,
): Curve {
  const size = curveTerms(0, 0).length
  const matrix = Array.from({ length: size }, (_, index) => {
    const line = new Float64Array(size + 1)
    line[index] = 1e-3
    return line
  })
  for (const row of rows) {
    const terms = curveTerms(ages[row]!, mileages[row]!)
    const weight = weights[row]!
    for (let i = 0; i < size; i++) {
      const line = matrix[i]!
      const scaled = weight * terms[i]!
      for (let j = 0; j < size; j++) line[j]! += scaled * terms[j]!
      line[size]! += scaled * target[row]!
    }
  }
  return solve(matrix)
}

/** Gauss and Jordan's elimination with pivots; the matrix holds the right side as its last column. */
function solve(matrix: readonly Float64Array[]): number[] {
  const lines = [...matrix]
  const size = lines.length
  for (let at = 0; at < size; at++) {
    let pivot = at
    for (let row = at + 1; row < size; row++)
      if (Math.abs(lines[row]![at]!) > Math.abs(lines[pivot]![at]!)) pivot = row
    const [top, other] = [lines[at]!, lines[pivot]!]
    lines[at] = other
    lines[pivot] = top
    for (let row = 0; row < size; row++) {
      if (row === at) continue
      const line = lines[row]!
      const factor = line[at]! / other[at]!
      for (let column = at; column <= size; column++) line[column]! -= factor * other[column]!
    }
  }
  return lines.map((line, at) => line[size]! / line[at]!)
}
