/** The coefficients and standard errors of a least-squares fit. */
export interface LeastSquaresFit {
  /** The coefficient of each column. */
  readonly coefficients: Float64Array
  /** The standard error of each coefficient; `NaN` for a column that depends on others. */
  readonly standardErrors: Float64Array
  /** The residual of each row. */
  readonly residuals: Float64Array
}

/** The lowest pivot, as a share of the diagonal. A column below it depends on others, and gets a coefficient of 0. */
const minPivot = 1e-9

/**
 * Fits `rows · coefficients ≈ values` by least squares, through the normal equations and their Cholesky factor. Values
 * and columns have to be centered. A column that depends linearly on others is left out, with a standard error of `NaN`.
 */
export function leastSquares(rows: readonly Float64Array[], values: Float64Array): LeastSquaresFit {
  const size = rows[0]?.length ?? 0
  const gram = Array.from({ length: size }, () => new Float64Array(size))
  const moments = new Float64Array(size)
  for (const [i, row] of rows.entries())
    for (let a = 0; a < size; a += 1) {
      const left = row[a] ?? 0
      if (left === 0) continue
      moments[a] = (moments[a] ?? 0) + left * (values[i] ?? 0)
      const line = gram[a] as Float64Array
      for (let b = 0; b <= a; b += 1) line[b] = (line[b] ?? 0) + left * (row[b] ?? 0)
    }
  const factor = choleskyFactor(gram)
  const coefficients = solve(factor, moments)
  const residuals = values.map(
    (value, i) =>
      value - (rows[i] ?? new Float64Array()).reduce((sum, x, a) => sum + x * (coefficients[a] ?? 0), 0),
  )
  const degreesOfFreedom = Math.max(1, rows.length - size)
  const variance = residuals.reduce((sum, rest) => sum + rest * rest, 0) / degreesOfFreedom
  const standardErrors = coefficients.map((_, a) => {
    if (at(factor, a, a) === 0) return Number.NaN
    const unit = new Float64Array(size)
    unit[a] = 1
    return Math.sqrt(variance * (solve(factor, unit)[a] ?? 0))
  })
  return { coefficients, standardErrors, residuals }
}

type Matrix = readonly Float64Array[]
const at = (matrix: Matrix, row: number, column: number): number => matrix[row]?.[column] ?? 0

/** Returns the Cholesky factor: the lower triangle L with L · Lᵀ = `gram`. Dependent columns have 0 on the diagonal. */
function choleskyFactor(gram: Matrix): Matrix {
  const factor = gram.map((line) => new Float64Array(line.length))
  for (const [a, line] of factor.entries())
    for (let b = 0; b <= a; b += 1) {
      let rest = at(gram, a, b)
      for (let k = 0; k < b; k += 1) rest -= at(factor, a, k) * at(factor, b, k)
      if (a === b) line[a] = rest > minPivot * Math.max(1, at(gram, a, a)) ? Math.sqrt(rest) : 0
      else line[b] = at(factor, b, b) === 0 ? 0 : rest / at(factor, b, b)
    }
  return factor
}

/** Solves `L · Lᵀ · x = right` for x, by forward and backward substitution. Dependent columns get 0. */
function solve(factor: Matrix, right: Float64Array): Float64Array {
  const size = right.length
  const forward = new Float64Array(size)
  for (let a = 0; a < size; a += 1) {
    let rest = right[a] ?? 0
    for (let k = 0; k < a; k += 1) rest -= at(factor, a, k) * (forward[k] ?? 0)
    forward[a] = at(factor, a, a) === 0 ? 0 : rest / at(factor, a, a)
  }
  const solution = new Float64Array(size)
  for (let a = size - 1; a >= 0; a -= 1) {
    let rest = forward[a] ?? 0
    for (let k = a + 1; k < size; k += 1) rest -= at(factor, k, a) * (solution[k] ?? 0)
    solution[a] = at(factor, a, a) === 0 ? 0 : rest / at(factor, a, a)
  }
  return solution
}
