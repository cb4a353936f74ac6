/**
 * The factor from the median absolute deviation (MAD) to the standard deviation of normal numbers, 1 / Φ⁻¹(3/4).
 *
 * Source: Rousseeuw and Croux, "Alternatives to the Median Absolute Deviation", 1993.
 */
export const madToDeviation = 1.4826

/**
 * Returns the modified z-score: the distance of a value from the median, counted like standard deviations.
 *
 * Source: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
 *
 * @param distance - the value less the median.
 * @param mad - the median absolute deviation, above 0.
 */
export function modifiedZScore(distance: number, mad: number): number {
  return (0.6745 * distance) / mad
}
