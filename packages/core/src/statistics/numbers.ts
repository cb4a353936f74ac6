/** Numbers that can be read by index, plain or typed. */
export type Numbers = readonly number[] | Float64Array

/** Returns the arithmetic mean. `NaN` without numbers. */
export function mean(values: Numbers): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
