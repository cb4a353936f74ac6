/** The bins of one column: trees count bins instead of values. Bin 0 holds missing values. */
export interface Binning {
  /** The name of the column. */
  readonly name: string
  /** The upper edges of all bins but the last, rising. Absent for a categorical column. */
  readonly edges?: readonly number[]
  /** The bin of each category, from 1. Absent for a numeric column. */
  readonly categories?: ReadonlyMap<string, number>
  /** The number of bins, bin 0 included. */
  readonly binCount: number
}

/** The most bins of a numeric column: a bin fits in a byte, and finer bins make no better trees. */
const maxNumericBins = 128
const maxCategories = 254
/** Rarer categories share bin 0 with missing values. */
const minCategoryRows = 4

/** Fits the bins of a numeric column, each with about as many values. `NaN` is a missing value. */
export function fitNumericBinning(name: string, values: Float64Array): Binning {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const edges: number[] = []
  for (let bin = 1; bin < maxNumericBins - 1; bin++) {
    const rank = Math.floor((bin * known.length) / (maxNumericBins - 1))
    const edge = ((known[rank - 1] ?? Number.NaN) + (known[rank] ?? Number.NaN)) / 2
    if (edge > (edges.at(-1) ?? -Infinity) && edge < (known.at(-1) ?? -Infinity)) edges.push(edge)
  }
  return { name, edges, binCount: edges.length + 2 }
}

/**
 * Fits the bins of a categorical column: one for each of the most frequent categories.
 *
 * @param codes - each row's index in `texts`; -1 for a missing value.
 */
export function fitCategoricalBinning(name: string, codes: Int32Array, texts: readonly string[]): Binning {
  const rowCounts = new Int32Array(texts.length)
  for (const code of codes) if (code >= 0) rowCounts[code]! += 1
  const frequent = [...texts.keys()]
    .filter((code) => rowCounts[code]! >= minCategoryRows)
    .sort((a, b) => rowCounts[b]! - rowCounts[a]!)
    .slice(0, maxCategories)
  const categories = new Map(frequent.map((code, index) => [texts[code]!, index + 1]))
  return { name, categories, binCount: categories.size + 1 }
}

/** Returns the bin of a number: the first whose upper edge it does not exceed; 0 for `NaN`. */
export function binOf(edges: readonly number[], value: number): number {
  if (Number.isNaN(value)) return 0
  let low = 0
  let high = edges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value > edges[middle]!) low = middle + 1
    else high = middle
  }
  return low + 1
}

/** Returns the bins of all values of a numeric column. */
export function binColumn({ edges = [] }: Binning, values: Float64Array): Uint8Array {
  const bins = new Uint8Array(values.length)
  for (let row = 0; row < values.length; row++) bins[row] = binOf(edges, values[row]!)
  return bins
}

/** Returns the bins of one row, followed by those of more numeric columns. */
export function appendBins(
  bins: Uint8Array,
  binnings: readonly Binning[],
  values: ArrayLike<number>,
): Uint8Array {
  const all = new Uint8Array(bins.length + binnings.length)
  all.set(bins)
  for (let index = 0; index < binnings.length; index++)
    all[bins.length + index] = binOf(binnings[index]?.edges ?? [], values[index]!)
  return all
}

/** A numeric column that is not binned yet. */
export interface NumericColumn {
  readonly name: string
  readonly values: Float64Array
}

/** A table of binned columns, as trees read it. */
export interface BinnedTable {
  /** By column, the bin of each row. */
  readonly columns: readonly Uint8Array[]
  /** By column, the number of bins. */
  readonly binCounts: readonly number[]
  /** By column, `true` when it is categorical. */
  readonly isCategorical: readonly boolean[]
}

/** Makes the table of a feature matrix's columns, followed by numeric columns that are already fitted. */
export function appendColumns(
  features: { readonly binnings: readonly Binning[]; readonly bins: readonly Uint8Array[] },
  binnings: readonly Binning[],
  columns: readonly NumericColumn[],
): BinnedTable {
  const all = [...features.binnings, ...binnings]
  return {
    columns: [
      ...features.bins,
      ...binnings.map((binning, index) => binColumn(binning, columns[index]!.values)),
    ],
    binCounts: all.map(({ binCount }) => binCount),
    isCategorical: all.map(({ categories }) => categories !== undefined),
  }
}
