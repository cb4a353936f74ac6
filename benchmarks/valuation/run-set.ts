import { type CarValued, createMarket, type Market, type MarketListing } from '@telltale/core/cars/valuation'
import { defined } from '@telltale/core/ports'
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
    const { valuations, ...plain } = listing
    const valued = market.value(plain)
    if (valued.abstained) abstained++
    else
      scored.push({
        ...figuresOf(valued),
        ...told(set, row),
        peerLog: peer.logPrice(plain),
        ...joinedOf(market, listing, format),
      })
  }
  return { scored, abstained }
}

export const told = (set: string, row: Row) => ({
  set,
  sample: row.sample ?? '',
  price: priceOf(row),
  ...defined({ badge: row.deal_type }),
})

export const figuresOf = ({ value, low, high, percentile = Number.NaN }: CarValued) => ({
  value: Number(value.amount),
  low: Number(low.amount),
  high: Number(high.amount),
  percentile,
})

function joinedOf(
  market: Market,
  listing: MarketListing,
  { valuations = [] }: SetFormat,
): Pick<Scored, 'joined'> {
  const [name = ''] = valuations
  const alone = Number(listing.valuations?.[name]?.amount ?? Number.NaN)
  const valued = market.value(listing)
  return Number.isNaN(alone) || valued.abstained ? {} : { joined: { ...figuresOf(valued), alone } }
}

/** Rows to learn from and rows of other cars to value. */
export interface Division {
  readonly train: readonly Row[]
  readonly test: readonly Row[]
}

/** Divides rows by their cars: into five parts, of which as many as are asked for are in turn those to value. */
export function divide(format: SetFormat, rows: readonly Row[], parts: number): Division[] {
  const partOf = rows.map((row) => hash(identityOf(row, format)) % 5)
  return Array.from({ length: parts }, (_, part) => ({
    train: rows.filter((_, row) => partOf[row] !== part),
    test: rows.filter((_, row) => partOf[row] === part),
  }))
}

/** Values the test of each division by a market of its training. */
export function runDivisions(set: string, format: SetFormat, divisions: readonly Division[]) {
  const runs = divisions.map(({ train, test }) => runSet(set, format, train, test))
  return {
    scored: runs.flatMap(({ scored }) => scored),
    abstained: runs.reduce((sum, { abstained }) => sum + abstained, 0),
  }
}

/** Values the latest fifth of rows by a market of the rows before, without cars that are in both; none without dates. */
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

/** FNV-1a, by Fowler, Noll and Vo, with its high bits mixed in. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (const sign of text) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 0x01000193)
  return (state ^ (state >>> 15)) >>> 0
}
