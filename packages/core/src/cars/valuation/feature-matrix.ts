import { medianHigh } from '../../statistics/index.js'
import { type Binning, binColumn, fitCategoricalBinning, fitNumericBinning } from './binning.js'
import { type CarFeatures, levelNames } from './features.js'
import type { Steps } from './steps.js'

/** The features and the log prices of all cars of a market, column by column. */
export interface FeatureMatrix {
  readonly rowCount: number
  /** The natural logarithm of each price. */
  readonly logPrices: Float64Array
  /** The age of each car in years; the median where it is not known. */
  readonly ages: Float64Array
  /** The mileage of each car in miles; the median where it is not known. */
  readonly mileages: Float64Array
  /** The mileage of each car in miles; `NaN` where it is not known. */
  readonly knownMileages: Float64Array
  /** The binning of each column. */
  readonly binnings: readonly Binning[]
  /** By column, the bin of each row. */
  readonly bins: readonly Uint8Array[]
  /** By level, the group of each row; -1 where it is not known. */
  readonly groups: readonly Int32Array[]
  /** By level, the index of each group by its key. */
  readonly groupIndexes: readonly ReadonlyMap<string, number>[]
}

/** The maximum number of columns of one kind: a node of a tree has room for 16,384, and no market has so many that matter. */
const maxColumns = 8_000

/** A column of texts, each as its index among the distinct ones. */
interface TextColumn {
  /** By row; -1 for a missing value. */
  readonly codes: Int32Array
  readonly codeByText: Map<string, number>
}

/** Builds a feature matrix car by car, so that the features of none have to be kept. */
class FeatureMatrixBuilder {
  readonly #ages: Float64Array
  readonly #mileages: Float64Array
  readonly #numeric = new Map<string, Float64Array>()
  readonly #categorical = new Map<string, TextColumn>()
  readonly #levels: readonly TextColumn[]

  constructor(rowCount: number) {
    this.#ages = new Float64Array(rowCount)
    this.#mileages = new Float64Array(rowCount)
    this.#levels = levelNames.map(() => emptyTextColumn(rowCount))
  }

  add(row: number, { ageYears, mileageMiles, numeric, categorical, groupKeys }: CarFeatures): void {
    const rowCount = this.#ages.length
    this.#ages[row] = ageYears
    this.#mileages[row] = mileageMiles
    for (const name in numeric) {
      const column = columnOf(this.#numeric, name, () => new Float64Array(rowCount).fill(Number.NaN))
      if (column) column[row] = numeric[name]!
    }
    for (const name in categorical)
      setText(
        columnOf(this.#categorical, name, () => emptyTextColumn(rowCount)),
        row,
        categorical[name],
      )
    for (let level = 0; level < groupKeys.length; level++) setText(this.#levels[level], row, groupKeys[level])
  }

  build(logPrices: Float64Array): FeatureMatrix {
    const binnings: Binning[] = []
    const bins: Uint8Array[] = []
    for (const [name, values] of this.#numeric) {
      const binning = fitNumericBinning(name, values)
      if (binning.binCount <= 2 && values.every((value) => !Number.isNaN(value))) continue
      binnings.push(binning)
      bins.push(binColumn(binning, values))
    }
    for (const [name, { codes, codeByText }] of this.#categorical) {
      const binning = fitCategoricalBinning(name, codes, [...codeByText.keys()])
      const binByCode = Uint8Array.from(codeByText.keys(), (text) => binning.categories?.get(text) ?? 0)
      binnings.push(binning)
      bins.push(Uint8Array.from(codes, (code) => (code < 0 ? 0 : binByCode[code]!)))
    }
    return {
      rowCount: logPrices.length,
      logPrices,
      ages: imputeMedian(this.#ages),
      mileages: imputeMedian(this.#mileages),
      knownMileages: this.#mileages,
      binnings,
      bins,
      groups: this.#levels.map(({ codes }) => codes),
      groupIndexes: this.#levels.map(({ codeByText }) => codeByText),
    }
  }
}

const emptyTextColumn = (rowCount: number): TextColumn => ({
  codes: new Int32Array(rowCount).fill(-1),
  codeByText: new Map(),
})

/** Returns a column by its name and makes it when it is new; `undefined` when there are too many. */
function columnOf<Column>(
  columns: Map<string, Column>,
  name: string,
  make: () => Column,
): Column | undefined {
  const existing = columns.get(name)
  if (existing || columns.size >= maxColumns) return existing
  const made = make()
  columns.set(name, made)
  return made
}

function setText(column: TextColumn | undefined, row: number, text: string | undefined): void {
  if (!column || text === undefined) return
  const code = column.codeByText.get(text)
  column.codes[row] = code ?? column.codeByText.size
  if (code === undefined) column.codeByText.set(text, column.codeByText.size)
}

/** The number of cars whose features are a step. */
const carsPerStep = 500

/** Builds the feature matrix of cars; the features of each are asked for once, in order. */
export function* buildFeatureMatrix(
  logPrices: Float64Array,
  featuresOf: (row: number) => CarFeatures,
): Steps<FeatureMatrix> {
  const builder = new FeatureMatrixBuilder(logPrices.length)
  for (let row = 0; row < logPrices.length; row++) {
    builder.add(row, featuresOf(row))
    if (row % carsPerStep === 0) yield row / logPrices.length
  }
  return builder.build(logPrices)
}

/** Replaces missing values by the median of the others. */
function imputeMedian(values: Float64Array): Float64Array {
  const median = medianHigh(values.filter((value) => !Number.isNaN(value))) ?? 0
  return values.map((value) => (Number.isNaN(value) ? median : value))
}

/** Returns the matrix of some rows. */
export function selectRows(matrix: FeatureMatrix, rows: Int32Array): FeatureMatrix {
  const numbers = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
  return {
    ...matrix,
    rowCount: rows.length,
    logPrices: numbers(matrix.logPrices),
    ages: numbers(matrix.ages),
    mileages: numbers(matrix.mileages),
    knownMileages: numbers(matrix.knownMileages),
    bins: matrix.bins.map((bins) => Uint8Array.from(rows, (row) => bins[row]!)),
    groups: matrix.groups.map((groups) => Int32Array.from(rows, (row) => groups[row]!)),
  }
}
