/** How the values of one column become a few whole numbers, so that trees can count them. Bin 0 is what is not known. */
export interface Binning {
  readonly name: string
  /** The upper ends of all bins but the last, rising; absent where the column is of words. */
  readonly edges?: readonly number[]
  /** The bins of words, from 1. */
  readonly words?: ReadonlyMap<string, number>
  /** How many bins there are, with bin 0. */
  readonly count: number
}

/** No column has more bins: one fits in a byte, and finer ones make no better trees. */
const mostNumberBins = 128
const mostWordBins = 254
/** Rarer words are not told from unknown ones. */
const fewestOfWord = 4

/** Bins of about equally many values each. */
export function binNumbers(name: string, values: Float64Array): Binning {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const edges: number[] = []
  for (let bin = 1; bin < mostNumberBins - 1; bin++) {
    const place = Math.floor((bin * known.length) / (mostNumberBins - 1))
    const edge = ((known[place - 1] ?? Number.NaN) + (known[place] ?? Number.NaN)) / 2
    if (edge > (edges.at(-1) ?? -Infinity) && edge < (known.at(-1) ?? -Infinity)) edges.push(edge)
  }
  return { name, edges, count: edges.length + 2 }
}

/** One bin for each of the most frequent words, of which each code stands for one; -1 for none. */
export function binWords(name: string, codes: Int32Array, texts: readonly string[]): Binning {
  const counts = new Int32Array(texts.length)
  for (const code of codes) if (code >= 0) counts[code]! += 1
  const frequent = [...texts.keys()]
    .filter((code) => counts[code]! >= fewestOfWord)
    .sort((a, b) => counts[b]! - counts[a]!)
    .slice(0, mostWordBins)
  const words = new Map(frequent.map((code, index) => [texts[code]!, index + 1]))
  return { name, words, count: words.size + 1 }
}

/** The bin of a number: the first whose upper end it does not exceed. */
export function numberBin(edges: readonly number[], value: number): number {
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

/** The bins of all numbers of a column. */
export function numberBins({ edges = [] }: Binning, values: Float64Array): Uint8Array {
  const bins = new Uint8Array(values.length)
  for (let row = 0; row < values.length; row++) bins[row] = numberBin(edges, values[row]!)
  return bins
}

/** The bins of a car with those of more numbers of it behind. */
export function withMore(
  bins: Uint8Array,
  binnings: readonly Binning[],
  values: ArrayLike<number>,
): Uint8Array {
  const all = new Uint8Array(bins.length + binnings.length)
  all.set(bins)
  for (let index = 0; index < binnings.length; index++)
    all[bins.length + index] = numberBin(binnings[index]?.edges ?? [], values[index]!)
  return all
}
