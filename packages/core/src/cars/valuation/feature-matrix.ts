import { type Binning, binNumbers, binWords, numberBins } from './binning.js'
import { type Described, levelNames } from './features.js'

/** All cars of a market in columns. */
export interface Sheet {
  readonly count: number
  /** Natural logarithms of the prices. */
  readonly logPrices: Float64Array
  /** Years, an unknown one at the median. */
  readonly ages: Float64Array
  /** Miles, an unknown one at the median. */
  readonly mileages: Float64Array
  /** Miles, NaN where they are not known. */
  readonly knownMileages: Float64Array
  /** The columns that trees may split by, in bins. */
  readonly binnings: readonly Binning[]
  readonly bins: readonly Uint8Array[]
  /** For each level, the group of each row; -1 where it is not known. */
  readonly groups: readonly Int32Array[]
  /** For each level, the groups by key. */
  readonly keys: readonly ReadonlyMap<string, number>[]
}

/** A tree's node has room for 16,384 columns; no market has so many that mean anything. */
const mostNames = 8_000

/** Texts of one column, each as a number: where it stands among those that differ, -1 where there is none. */
interface Texts {
  readonly codes: Int32Array
  readonly known: Map<string, number>
}

/** Puts described cars into columns one by one, so that none has to be kept. */
class SheetBuilder {
  readonly #ages: Float64Array
  readonly #mileages: Float64Array
  readonly #numbers = new Map<string, Float64Array>()
  readonly #words = new Map<string, Texts>()
  readonly #levels: readonly Texts[]

  constructor(count: number) {
    this.#ages = new Float64Array(count)
    this.#mileages = new Float64Array(count)
    this.#levels = levelNames.map(() => textsOf(count))
  }

  add(row: number, { age, mileageMiles, numbers, words, keys }: Described): void {
    this.#ages[row] = age
    this.#mileages[row] = mileageMiles
    for (const name in numbers) {
      const column = columnOf(this.#numbers, name, () => new Float64Array(this.#ages.length).fill(Number.NaN))
      if (column) column[row] = numbers[name]!
    }
    for (const name in words)
      code(
        columnOf(this.#words, name, () => textsOf(this.#ages.length)),
        row,
        words[name],
      )
    for (let level = 0; level < keys.length; level++) code(this.#levels[level], row, keys[level])
  }

  finish(logPrices: Float64Array): Sheet {
    const binnings: Binning[] = []
    const bins: Uint8Array[] = []
    for (const [name, values] of this.#numbers) {
      const binning = binNumbers(name, values)
      if (binning.count <= 2 && values.every((value) => !Number.isNaN(value))) continue
      binnings.push(binning)
      bins.push(numberBins(binning, values))
    }
    for (const [name, { codes, known }] of this.#words) {
      const binning = binWords(name, codes, [...known.keys()])
      const binOf = Uint8Array.from(known.keys(), (word) => binning.words?.get(word) ?? 0)
      binnings.push(binning)
      bins.push(Uint8Array.from(codes, (word) => (word < 0 ? 0 : binOf[word]!)))
    }
    return {
      count: logPrices.length,
      logPrices,
      ages: withMedian(this.#ages),
      mileages: withMedian(this.#mileages),
      knownMileages: this.#mileages,
      binnings,
      bins,
      groups: this.#levels.map(({ codes }) => codes),
      keys: this.#levels.map(({ known }) => known),
    }
  }
}

const textsOf = (count: number): Texts => ({ codes: new Int32Array(count).fill(-1), known: new Map() })

function columnOf<Column>(
  columns: Map<string, Column>,
  name: string,
  make: () => Column,
): Column | undefined {
  const known = columns.get(name)
  if (known || columns.size >= mostNames) return known
  const made = make()
  columns.set(name, made)
  return made
}

function code(texts: Texts | undefined, row: number, text: string | undefined): void {
  if (!texts || text === undefined) return
  const known = texts.known.get(text)
  texts.codes[row] = known ?? texts.known.size
  if (known === undefined) texts.known.set(text, texts.known.size)
}

/** Puts cars and their prices into columns; each is described when its turn comes. */
export function makeSheet(logPrices: Float64Array, describe: (row: number) => Described): Sheet {
  const builder = new SheetBuilder(logPrices.length)
  for (let row = 0; row < logPrices.length; row++) builder.add(row, describe(row))
  return builder.finish(logPrices)
}

function withMedian(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const median = known[known.length >> 1] ?? 0
  return values.map((value) => (Number.isNaN(value) ? median : value))
}

/** Some rows of a sheet. */
export function pickRows(sheet: Sheet, rows: Int32Array): Sheet {
  const numbers = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
  return {
    ...sheet,
    count: rows.length,
    logPrices: numbers(sheet.logPrices),
    ages: numbers(sheet.ages),
    mileages: numbers(sheet.mileages),
    knownMileages: numbers(sheet.knownMileages),
    bins: sheet.bins.map((bins) => Uint8Array.from(rows, (row) => bins[row]!)),
    groups: sheet.groups.map((groups) => Int32Array.from(rows, (row) => groups[row]!)),
  }
}
