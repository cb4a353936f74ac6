/** Returns the first index of a range in sorted numbers that holds no number below a value. */
export function lowerBound(sorted: Float64Array, value: number, from = 0, to = sorted.length): number {
  let [first, end] = [from, to]
  while (first < end) {
    const middle = (first + end) >> 1
    if (sorted[middle]! < value) first = middle + 1
    else end = middle
  }
  return first
}

/** Returns the first index of a range in sorted numbers that holds a number above a value. */
export function upperBound(sorted: Float64Array, value: number, from = 0, to = sorted.length): number {
  let [first, end] = [from, to]
  while (first < end) {
    const middle = (first + end) >> 1
    if (sorted[middle]! <= value) first = middle + 1
    else end = middle
  }
  return first
}
