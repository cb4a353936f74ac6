import { type Binning, binNumbers, binWords, numberBins } from './column.js'
import { type Described, levelNames } from './describe.js'

/** All cars of a market in columns. */
export interface Sheet {
  readonly count: number
  /** Natural logarithms of the prices. */
  readonly logPrices: Float64Array
  /** Years, an unknown one at the median. */
  readonly ages: Float64Array
  /** Miles, an unknown one at the median. */
  readonly mileages: Float64Array
  /** The columns that trees may split by, in bins. */
  readonly binnings: readonly Binning[]
  readonly bins: readonly Uint8Array[]
  /** For each level, the group of each row; -1 where it is not known. */
  readonly groups: readonly Int32Array[]
  /** For each level, the groups by key. */
  readonly keys: readonly ReadonlyMap<string, number>[]
}

/** Puts described cars and their prices into columns. */
export function makeSheet(cars: readonly Described[], logPrices: Float64Array): Sheet {
  const count = cars.length
  const numberNames = namesIn(cars, 'numbers')
  const wordNames = namesIn(cars, 'words')
  const binnings: Binning[] = []
  const bins: Uint8Array[] = []
  for (const name of numberNames) {
    const values = Float64Array.from(cars, ({ numbers }) => numbers[name] ?? Number.NaN)
    const binning = binNumbers(name, values)
    if (binning.count <= 2 && values.every((value) => !Number.isNaN(value))) continue
    binnings.push(binning)
    bins.push(numberBins(binning, values))
  }
  for (const name of wordNames) {
    const binning = binWords(
      name,
      cars.map(({ words }) => words[name]),
    )
    binnings.push(binning)
    bins.push(Uint8Array.from(cars, ({ words }) => binning.words?.get(words[name] ?? '') ?? 0))
  }
  const levels = levelNames.map((_, level) => groupBy(cars, level))
  return {
    count,
    logPrices,
    ages: withMedian(Float64Array.from(cars, ({ age }) => age)),
    mileages: withMedian(Float64Array.from(cars, ({ mileageMiles }) => mileageMiles)),
    binnings,
    bins,
    groups: levels.map(({ groups }) => groups),
    keys: levels.map(({ keys }) => keys),
  }
}

/** A tree's node has room for 16,384 columns; no market has so many that mean anything. */
const mostNames = 8_000

function namesIn(cars: readonly Described[], member: 'numbers' | 'words'): string[] {
  const names = new Set<string>()
  for (const car of cars) for (const name of Object.keys(car[member])) names.add(name)
  return [...names].slice(0, mostNames)
}

function groupBy(cars: readonly Described[], level: number) {
  const keys = new Map<string, number>()
  const groups = Int32Array.from(cars, (car) => {
    const key = car.keys[level]
    if (key === undefined) return -1
    const known = keys.get(key)
    if (known !== undefined) return known
    keys.set(key, keys.size)
    return keys.size - 1
  })
  return { keys, groups }
}

function withMedian(values: Float64Array): Float64Array {
  const known = values.filter((value) => !Number.isNaN(value)).sort()
  const median = known[known.length >> 1] ?? 0
  return values.map((value) => (Number.isNaN(value) ? median : value))
}

/** Some rows of a sheet. */
export function pickRows(sheet: Sheet, rows: Int32Array): Sheet {
  const numbers = (values: Float64Array) => Float64Array.from(rows, (row) => values[row] as number)
  return {
    ...sheet,
    count: rows.length,
    logPrices: numbers(sheet.logPrices),
    ages: numbers(sheet.ages),
    mileages: numbers(sheet.mileages),
    bins: sheet.bins.map((bins) => Uint8Array.from(rows, (row) => bins[row] as number)),
    groups: sheet.groups.map((groups) => Int32Array.from(rows, (row) => groups[row] as number)),
  }
}
