/** The coefficients of P. J. Acklam's rational approximation of the inverse normal distribution (2003). */
const center = {
  over: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  under: [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
  ],
}
const tail = {
  over: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  under: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
}
const tailBelow = 0.02425

/** The value of a polynomial whose coefficients begin with the highest power. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)

/**
 * The value below which a standard normal variable lies with the given chance, above 0 and below 1; off by at most
 * 1.15e-9 of itself (Acklam 2003).
 */
export function normalQuantile(chance: number): number {
  if (chance < tailBelow) {
    const q = Math.sqrt(-2 * Math.log(chance))
    return polynomial(tail.over, q) / polynomial(tail.under, q)
  }
  if (chance > 1 - tailBelow) return -normalQuantile(1 - chance)
  const q = chance - 0.5
  return (polynomial(center.over, q * q) * q) / polynomial(center.under, q * q)
}
