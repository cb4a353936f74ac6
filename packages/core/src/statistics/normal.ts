/** The coefficients of P. J. Acklam's rational approximation of the inverse normal distribution (2003). */
const center = {
  numerator: [
    -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
    2.506628277459239,
  ],
  denominator: [
    -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
  ],
}
const tail = {
  numerator: [
    -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  denominator: [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1],
}

/** The probability below which the approximation for the tail is the better one. */
const tailProbability = 0.02425

/** Returns the value of a polynomial whose coefficients begin with the highest power. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0)

/**
 * Returns the value below which a standard normal variable lies with this probability. The relative error is at most
 * 1.15e-9.
 *
 * Source: P. J. Acklam, "An algorithm for computing the inverse normal cumulative distribution function", 2003.
 *
 * @param probability - above 0 and below 1.
 */
export function normalQuantile(probability: number): number {
  if (probability < tailProbability) {
    const q = Math.sqrt(-2 * Math.log(probability))
    return polynomial(tail.numerator, q) / polynomial(tail.denominator, q)
  }
  if (probability > 1 - tailProbability) return -normalQuantile(1 - probability)
  const q = probability - 0.5
  return (polynomial(center.numerator, q * q) * q) / polynomial(center.denominator, q * q)
}

/** The coefficients of the Chebyshev approximation of the complementary error function, the highest power first. */
const complement = [
  0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196,
  1.00002368, -1.26551223,
]

/**
 * Returns the probability that a standard normal variable lies further from 0 than `z`, on either side. The relative
 * error is at most 1.2e-7.
 *
 * Source: W. H. Press et al., "Numerical Recipes", section 6.2: the complementary error function.
 */
export function twoSidedPValue(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + x / 2)
  return Math.min(1, t * Math.exp(polynomial(complement, t) - x * x))
}
