/** The sums of gradients and weights in each bin of each column, by turns, over the rows of one node. */
export type Histogram = Float64Array

/** How the histograms of a table lie in memory. */
export interface HistogramLayout {
  /** Where each column begins. */
  readonly starts: readonly number[]
  readonly length: number
}

/** Where each column, of so many bins, lies in a histogram. */
export function histogramLayout(binCounts: readonly number[]): HistogramLayout {
  let length = 0
  const starts = binCounts.map((count) => {
    const start = length
    length += 2 * count
    return start
  })
  return { starts, length }
}

/** Counts rows into histograms. */
export class HistogramCounter {
  readonly #columns: readonly Uint8Array[]
  readonly #starts: readonly number[]
  readonly #gradients: Float64Array
  readonly #weights: Float64Array
  /** The gradients and weights of the rows at hand, so that they are gathered once and not for each column. */
  readonly #near: Float64Array

  /** The gradients and weights are read anew each time. */
  constructor(
    { columns, layout }: { readonly columns: readonly Uint8Array[]; readonly layout: HistogramLayout },
    gradients: Float64Array,
    weights: Float64Array,
  ) {
    this.#columns = columns
    this.#starts = layout.starts
    this.#gradients = gradients
    this.#weights = weights
    this.#near = new Float64Array(2 * gradients.length)
  }

  /** Counts the rows of a node into its histogram, over the given columns. */
  count(histogram: Histogram, chosen: readonly number[], rows: Int32Array): void {
    const [near, gradients, weights] = [this.#near, this.#gradients, this.#weights]
    histogram.fill(0)
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      near[2 * index] = gradients[row]!
      near[2 * index + 1] = weights[row]!
    }
    for (const column of chosen)
      countColumn(histogram, this.#starts[column]!, this.#columns[column]!, rows, near)
  }
}

function countColumn(
  histogram: Histogram,
  start: number,
  bins: Uint8Array,
  rows: Int32Array,
  near: Float64Array,
): void {
  for (let index = 0; index < rows.length; index++) {
    const at = start + 2 * bins[rows[index]!]!
    histogram[at]! += near[2 * index]!
    histogram[at + 1]! += near[2 * index + 1]!
  }
}

/** Takes a child's histogram off its parent's, which leaves that of the other child. */
export function subtract(from: Histogram, child: Histogram): void {
  for (let at = 0; at < from.length; at++) from[at]! -= child[at]!
}
