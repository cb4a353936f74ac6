/** Newton-metres in a pound-foot: exact, of 0.3048 m and 4.4482216152605 N (NIST SP 811, appendix B.8: 1.355818). */
const newtonMetresPerPoundFoot = 0.3048 * 4.4482216152605

/** Watts in the horsepower of SAE ratings: 550 ft·lbf/s, exact (NIST SP 811, appendix B.8: 745.6999). */
const wattsPerHorsepower = 550 * newtonMetresPerPoundFoot

/** Watts in a metric horsepower (PS): 75 kgf·m/s, exact (NIST SP 811, appendix B.8: 735.4988). */
const wattsPerMetricHorsepower = 735.49875

/** Converts kilowatts to horsepower. */
export function horsepowerOfKw(powerKw: number): number {
  return (powerKw * 1_000) / wattsPerHorsepower
}

/** Converts metric horsepower (PS) to horsepower. */
export function horsepowerOfPs(powerPs: number): number {
  return (powerPs * wattsPerMetricHorsepower) / wattsPerHorsepower
}

/** Converts newton-metres to pound-feet. */
export function poundFeetOfNm(torqueNm: number): number {
  return torqueNm / newtonMetresPerPoundFoot
}
