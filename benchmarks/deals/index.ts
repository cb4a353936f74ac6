import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createMarket, type MarketListing } from '@telltale/core/cars/valuation'
import { omit } from '@telltale/core/ports'
import { report, type Verdict } from '../report.js'
import { type Row, readCsv } from '../valuation/csv.js'
import { splitByCar } from '../valuation/run-set.js'
import { listingOf, type SetFormat, setFormats } from '../valuation/sets.js'

/**
 * Measures how many deals that are rated great are real, where 2 % of all prices are junk: an instalment, a deposit, a
 * placeholder or a slip instead of the price. The junk is among the cars that a market learns from as well as among those
 * that it rates, which are a fifth of the cars of two sets.
 */
const sets = ['us_listings', 'us_craigslist']
const junkShare = 0.02

/** Numbers from 0 to 1, the same in every run: a linear congruential generator (Park and Miller, 1988). */
function* pseudoRandom(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647
    yield state / 2_147_483_647
  }
}
const random = pseudoRandom(7)
const share = () => random.next().value

/** Returns what stands in the field of a price by mistake. */
function junkFor(price: number): number {
  const kinds = [
    price * (0.01 + 0.02 * share()),
    price * (0.05 + 0.2 * share()),
    1_234,
    price * (0.1 + 0.25 * share()),
  ]
  return kinds[Math.floor(share() * kinds.length)] ?? 1
}

interface Offer {
  readonly listing: MarketListing
  readonly isJunk: boolean
}

function offerOf(row: Row, format: SetFormat): Offer {
  const listing = omit(listingOf(row, format), 'valuations')
  if (!listing.price || share() >= junkShare) return { listing, isJunk: false }
  const amount = junkFor(Number(listing.price.amount)).toFixed(2)
  return { listing: { ...listing, price: { ...listing.price, amount } }, isJunk: true }
}

const results = sets.flatMap((set) => {
  const format = setFormats[set]
  const file = fileURLToPath(new URL(`../../../shared/data/cars/${set}_train.csv.gz`, import.meta.url))
  if (!format || !existsSync(file)) return []
  const [split] = splitByCar(format, readCsv(file), 1)
  if (!split) return []
  const known = split.train.map((row) => offerOf(row, format).listing)
  const market = createMarket(known, { currency: format.currency, kind: 'asking' })
  const rated = split.test.flatMap((row) => {
    const offer = offerOf(row, format)
    const valuation = market.value(offer.listing)
    return valuation.abstained ? [] : [{ ...offer, ...valuation }]
  })
  const great = rated.filter(({ rating }) => rating === 'great')
  const junk = rated.filter(({ isJunk }) => isJunk)
  const real = great.filter(({ isJunk }) => !isJunk).length
  return [
    {
      set,
      cars: rated.length,
      junk: junk.length,
      'junk that is a risk': junk.filter(({ risk }) => risk !== undefined).length,
      great: great.length,
      'real %': Number(((100 * real) / Math.max(great.length, 1)).toFixed(1)),
      'other cars that are a risk': rated.filter(({ isJunk, risk }) => !isJunk && risk !== undefined).length,
    },
  ]
})

report(
  results,
  ...results.map(
    (result): Verdict => ({
      name: `${result.set}: great deals that are real`,
      figure: result['real %'],
      bar: 95,
      atLeast: true,
      unit: '%',
    }),
  ),
)
