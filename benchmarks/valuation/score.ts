/** The valuation and the price of one unseen car. */
export interface Scored {
  readonly set: string
  readonly sample: string
  readonly price: number
  readonly value: number
  readonly low: number
  readonly high: number
  readonly percentile: number
  /** The peer's log price. */
  readonly peerLog: number
  /** The value with others' valuations, and the other valuation by itself, where the set has any. */
  readonly stacked?: {
    readonly value: number
    readonly low: number
    readonly high: number
    readonly alone: number
  }
  /** The marketplace's own badge. */
  readonly badge?: string
}

/** Returns the median; of two middle numbers the higher. `NaN` without numbers. */
function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN
}

/** Groups things by a key. */
export function groupBy<Thing>(
  things: readonly Thing[],
  keyOf: (thing: Thing) => string,
): Map<string, Thing[]> {
  const groups = new Map<string, Thing[]>()
  for (const thing of things) {
    const key = keyOf(thing)
    groups
      .set(key, groups.get(key) ?? [])
      .get(key)
      ?.push(thing)
  }
  return groups
}

/** Returns the median absolute error of values, in per cent of the price. */
export const medianErrorPercent = (cars: readonly { price: number; value: number }[]): number =>
  median(cars.map(({ price, value }) => (100 * Math.abs(value - price)) / price))

/** Returns the share of prices within their intervals, in per cent. */
export const coveragePercent = (cars: readonly { price: number; low: number; high: number }[]): number =>
  (100 * cars.filter(({ price, low, high }) => price >= low && price <= high).length) / cars.length

/** Returns the mean width of intervals, in per cent of the value. */
export const widthPercent = (cars: readonly { value: number; low: number; high: number }[]): number =>
  (100 * cars.reduce((sum, { value, low, high }) => sum + (high - low) / value, 0)) / cars.length

/**
 * Returns the width, in per cent, that the peer's interval needs for the same coverage. It takes the quantiles of its
 * errors on these very cars, which favours the peer.
 */
export function peerWidthPercent(cars: readonly Scored[], coverage: number): number {
  const errors = cars.map(({ price, peerLog }) => Math.log(price) - peerLog).toSorted((a, b) => a - b)
  const tail = (1 - coverage / 100) / 2
  const errorAt = (share: number) => errors[Math.round(share * (errors.length - 1))] ?? Number.NaN
  return 100 * (Math.exp(errorAt(1 - tail)) - Math.exp(errorAt(tail)))
}

/** Splits cars into ten equal parts by predicted value, the cheapest first. */
export function deciles<Car extends { value: number }>(cars: readonly Car[]): Car[][] {
  const sorted = cars.toSorted((a, b) => a.value - b.value)
  return Array.from({ length: 10 }, (_, tenth) =>
    sorted.slice(Math.floor((tenth * sorted.length) / 10), Math.floor(((tenth + 1) * sorted.length) / 10)),
  )
}

/** Returns Spearman's rank correlation, with ties at their mean rank. */
export function rankCorrelation(xs: readonly number[], ys: readonly number[]): number {
  const [a, b] = [ranks(xs), ranks(ys)]
  const mean = (xs.length + 1) / 2
  let [covariance, varianceA, varianceB] = [0, 0, 0]
  for (const [index, rank] of a.entries()) {
    const [x, y] = [rank - mean, (b[index] as number) - mean]
    covariance += x * y
    varianceA += x * x
    varianceB += y * y
  }
  return covariance / Math.sqrt(varianceA * varianceB)
}

function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number))
  const found = new Array<number>(values.length)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++
    for (let place = from; place < to; place++) found[order[place] as number] = (from + to + 1) / 2
    from = to
  }
  return found
}
