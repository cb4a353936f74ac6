import { type CarValued, createMarket, type Market, type MarketListing } from '@telltale/core/cars/valuation'
import { defined, omit } from '@telltale/core/ports'
import type { Row } from './csv.js'
import { fitLogLinear } from './log-linear.js'
import type { Scored } from './score.js'
import { dateOf, identityOf, listingOf, priceOf, type SetFormat } from './sets.js'

/** Fits a market on some rows and values the others, whose prices it does not see. */
function runSet(set: string, format: SetFormat, train: readonly Row[], test: readonly Row[]) {
  const { currency, kind } = format
  const listings = train.map((row) => listingOf(row, format))
  const market = createMarket(listings, { currency, kind })
  const peer = fitLogLinear(listings.filter(({ price, make, model }) => price && make && model))
  const scored: Scored[] = []
  let abstained = 0
  for (const row of test) {
    const listing = listingOf(row, format)
    const plain = omit(listing, 'valuations')
    const valued = market.value(plain)
    if (valued.abstained) abstained++
    else
      scored.push({
        ...pricesOf(valued),
        ...labelsOf(set, row),
        peerLog: peer.logPrice(plain),
        ...stackedOf(market, listing, format),
      })
  }
  return { scored, abstained }
}

/** Returns the labels of a row: its set, sample, price and badge. */
export const labelsOf = (set: string, row: Row) => ({
  set,
  sample: row.sample ?? '',
  price: priceOf(row),
  ...defined({ badge: row.deal_type }),
})

/** Returns the figures of a valuation in major units. */
export const pricesOf = ({ value, low, high, percentile = Number.NaN }: CarValued) => ({
  value: Number(value.amount),
  low: Number(low.amount),
  high: Number(high.amount),
  percentile,
})

/** Values a car with the valuations of others as well. */
function stackedOf(
  market: Market,
  listing: MarketListing,
  { valuations = [] }: SetFormat,
): Pick<Scored, 'stacked'> {
  const [name = ''] = valuations
  const alone = Number(listing.valuations?.[name]?.amount ?? Number.NaN)
  const valued = market.value(listing)
  return Number.isNaN(alone) || valued.abstained ? {} : { stacked: { ...pricesOf(valued), alone } }
}

/** Rows to learn from, and rows of other cars to value. */
export interface TrainTestSplit {
  readonly train: readonly Row[]
  readonly test: readonly Row[]
}

/** Splits rows by their cars into five folds; returns a split for each of the first folds, which is then the test. */
export function splitByCar(format: SetFormat, rows: readonly Row[], foldCount: number): TrainTestSplit[] {
  const foldOf = rows.map((row) => hash(identityOf(row, format)) % 5)
  return Array.from({ length: foldCount }, (_, fold) => ({
    train: rows.filter((_, row) => foldOf[row] !== fold),
    test: rows.filter((_, row) => foldOf[row] === fold),
  }))
}

/** Values the test rows of each split by a market of its training rows. */
export function runSplits(set: string, format: SetFormat, splits: readonly TrainTestSplit[]) {
  const runs = splits.map(({ train, test }) => runSet(set, format, train, test))
  return {
    scored: runs.flatMap(({ scored }) => scored),
    abstained: runs.reduce((sum, { abstained }) => sum + abstained, 0),
  }
}

/** Values the latest fifth of rows by a market of the rows before, without cars that are in both; `undefined` for sets without dates. */
export function runByTime(set: string, format: SetFormat, rows: readonly Row[]) {
  const dated = rows.filter((row) => dateOf(row) !== undefined)
  if (dated.length < rows.length / 2) return undefined
  const inOrder = dated.toSorted((a, b) => (dateOf(a) ?? 0) - (dateOf(b) ?? 0))
  const from = Math.floor(0.8 * inOrder.length)
  const test = inOrder.slice(from)
  const cars = new Set(test.map((row) => identityOf(row, format)))
  return runSet(
    set,
    format,
    inOrder.slice(0, from).filter((row) => !cars.has(identityOf(row, format))),
    test,
  )
}

/** Returns a hash of a text: FNV-1a (Fowler, Noll and Vo), with its high bits mixed in. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (const sign of text) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return (state ^ (state >>> 15)) >>> 0
}
