import type { BinnedTable } from './binning.js'

/** The sums of gradients and weights over the rows of one node: two numbers for each bin of each column. */
export type Histogram = Float64Array

/** The order in which a split search scans the bins of a column. */
export interface BinOrder {
  /** The index of the column's first number in the histogram. */
  readonly start: number
  readonly bins: ArrayLike<number>
  /** The number of bins to scan. */
  readonly length: number
}

/** The bins of one column within a histogram. Made once for a table, so that the search of a node allocates little. */
export interface BinRange {
  readonly column: number
  /** The index of the column's first number in the histogram. */
  readonly start: number
  readonly binCount: number
  readonly isCategorical: boolean
  /** All bins, the missing values first. */
  readonly missingFirst: BinOrder
  /** All bins, the missing values last. */
  readonly missingLast: BinOrder
}

/** The layout of a table's histograms in memory. */
export interface HistogramLayout {
  /** By column, its bins. */
  readonly ranges: readonly BinRange[]
  /** The count of numbers in a histogram. */
  readonly length: number
}

const missingFirst = Uint16Array.from({ length: 256 }, (_, bin) => bin)

/** Returns the layout of the histograms of a table. */
export function histogramLayout({ binCounts, isCategorical }: BinnedTable): HistogramLayout {
  const missingLastByCount = new Map<number, Uint16Array>()
  const missingLastOf = (binCount: number): Uint16Array => {
    const bins =
      missingLastByCount.get(binCount) ??
      Uint16Array.from({ length: binCount }, (_, bin) => (bin + 1) % binCount)
    missingLastByCount.set(binCount, bins)
    return bins
  }
  let length = 0
  const ranges = binCounts.map((binCount, column): BinRange => {
    const start = length
    length += 2 * binCount
    return {
      column,
      start,
      binCount,
      isCategorical: isCategorical[column]!,
      missingFirst: { start, bins: missingFirst, length: binCount },
      missingLast: { start, bins: missingLastOf(binCount), length: binCount },
    }
  })
  return { ranges, length }
}

/** Sums the gradients and weights of rows into histograms. */
export class HistogramBuilder {
  readonly #columns: readonly Uint8Array[]
  readonly #ranges: readonly BinRange[]
  readonly #gradients: Float64Array
  readonly #weights: Float64Array
  /** The gradients and weights of one node's rows, gathered once instead of once for each column. */
  readonly #gathered: Float64Array

  /**
   * Makes a builder for the columns of a table.
   *
   * @param gradients - by row; read anew for each histogram, as are the weights.
   */
  constructor(
    columns: readonly Uint8Array[],
    layout: HistogramLayout,
    gradients: Float64Array,
    weights: Float64Array,
  ) {
    this.#columns = columns
    this.#ranges = layout.ranges
    this.#gradients = gradients
    this.#weights = weights
    this.#gathered = new Float64Array(2 * gradients.length)
  }

  /** Fills the histogram of a node with the sums of its rows, over the given columns. */
  build(histogram: Histogram, columns: readonly number[], rows: Int32Array): void {
    const [gathered, gradients, weights] = [this.#gathered, this.#gradients, this.#weights]
    histogram.fill(0)
    for (let index = 0; index < rows.length; index++) {
      const row = rows[index]!
      gathered[2 * index] = gradients[row]!
      gathered[2 * index + 1] = weights[row]!
    }
    for (const column of columns) this.#sumColumn(histogram, column, rows)
  }

  #sumColumn(histogram: Histogram, column: number, rows: Int32Array): void {
    const { start } = this.#ranges[column]!
    const bins = this.#columns[column]!
    const gathered = this.#gathered
    for (let index = 0; index < rows.length; index++) {
      const at = start + 2 * bins[rows[index]!]!
      histogram[at]! += gathered[2 * index]!
      histogram[at + 1]! += gathered[2 * index + 1]!
    }
  }
}

/** Subtracts a child's histogram from its parent's, which leaves that of the other child. */
export function subtractHistogram(parent: Histogram, child: Histogram): void {
  for (let at = 0; at < parent.length; at++) parent[at]! -= child[at]!
}
