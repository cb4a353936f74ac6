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

/** Counts the rows of a node into its histogram, over the given columns. */
export function countInto(
  histogram: Histogram,
  { starts }: HistogramLayout,
  columns: readonly Uint8Array[],
  chosen: readonly number[],
  rows: Int32Array,
  gradients: Float64Array,
  weights: Float64Array,
): void {
  histogram.fill(0)
  const count = rows.length
  const nodeGradients = new Float64Array(count)
  const nodeWeights = new Float64Array(count)
  for (let index = 0; index < count; index++) {
    const row = rows[index] as number
    nodeGradients[index] = gradients[row] as number
    nodeWeights[index] = weights[row] as number
  }
  for (const column of chosen) {
    const bins = columns[column] as Uint8Array
    const start = starts[column] as number
    for (let index = 0; index < count; index++) {
      const at = start + 2 * (bins[rows[index] as number] as number)
      histogram[at] = (histogram[at] as number) + (nodeGradients[index] as number)
      histogram[at + 1] = (histogram[at + 1] as number) + (nodeWeights[index] as number)
    }
  }
}

/** Takes a child's histogram off its parent's, which leaves that of the other child. */
export function subtract(from: Histogram, child: Histogram): void {
  for (let at = 0; at < from.length; at++) from[at] = (from[at] as number) - (child[at] as number)
}
