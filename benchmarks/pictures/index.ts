import { writeFileSync } from 'node:fs'
import { marketPosition } from '@telltale/core/cars'
import { createMarket, type Market, type MarketListing } from '@telltale/core/cars/valuation'
import { omit } from '@telltale/core/ports'
import { carRows } from '../car-sales.js'
import { quantile } from '../report.js'
import { listingOf, type SetFormat, setFormats } from '../valuation/sets.js'
import { chartOf } from './chart.js'

/**
 * Draws the pictures of docs/cars.md from real cars, read in place: no row of them is kept. `pnpm bench pictures` writes
 * docs/images/value-by-mileage.svg, interval-coverage.svg and price-to-market.svg.
 */
const blue = 'fill="none" stroke="#2a6fdb" stroke-width="2.5"'
const band = 'fill="#2a6fdb" fill-opacity="0.15"'
const grey = 'fill="#8a8a8a" fill-opacity="0.55"'
const usd = (figure: number) => `$${figure.toLocaleString('en-US')}`
const percent = (share: number) => `${Math.round(100 * share)} %`
const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => from + i * step)
const amountOf = ({ price }: MarketListing) => Number(price?.amount)

function write(name: string, svg: string): void {
  writeFileSync(new URL(`../../docs/images/${name}.svg`, import.meta.url), svg)
  console.log(`docs/images/${name}.svg`)
}

const listingsOf = (set: string): readonly MarketListing[] =>
  carRows(set).map((row) => listingOf(row as Record<string, string>, setFormats[set] as SetFormat))

/** The value of a 2012 Camry by its mileage, with its interval, beside what held-out cars of that model were sold for. */
function drawValueByMileage(market: Market, heldOut: readonly MarketListing[]): void {
  const camry = { make: 'Toyota', model: 'Camry', trim: 'LE', year: 2012 }
  const typical = {
    state: 'FL',
    attributes: { body: 'sedan', transmission: 'automatic', color: 'silver', conditionGrade: 4 },
  }
  const x = {
    from: 0,
    to: 150_000,
    ticks: range(0, 150_000, 25_000),
    words: (miles: number) => miles.toLocaleString('en-US'),
    title: 'miles',
  }
  const y = { from: 4_000, to: 20_000, ticks: range(4_000, 20_000, 2_000), words: usd, title: 'price paid' }
  const chart = chartOf('2012 Toyota Camry LE at US auctions, grade 4, by mileage', x, y)
  const values = range(15_000, 145_000, 5_000).flatMap((mileageMiles) => {
    const valuation = market.value({ ...camry, ...typical, mileageMiles })
    return valuation.abstained ? [] : [{ mileageMiles, ...valuation }]
  })
  const along = (member: 'value' | 'low' | 'high') =>
    values.map((each) => [each.mileageMiles, Number(each[member].amount)] as const)
  chart.line([...along('low'), ...along('high').reverse()], band)
  for (const from of range(10_000, 130_000, 15_000)) {
    const sold = heldOut.filter(
      ({ make, model, trim, year, mileageMiles = 0, attributes }) =>
        Math.abs(Number(attributes?.conditionGrade) - typical.attributes.conditionGrade) <= 0.5 &&
        make === camry.make &&
        model === camry.model &&
        trim === camry.trim &&
        year === camry.year &&
        mileageMiles >= from &&
        mileageMiles < from + 15_000,
    )
    if (sold.length < 5) continue
    const prices = sold.map(amountOf)
    const middle = from + 7_500
    chart.line(
      [
        [middle, quantile(prices, 0.1)],
        [middle, quantile(prices, 0.9)],
      ],
      'stroke="#c2571a" stroke-width="2"',
    )
    chart.dot([middle, quantile(prices, 0.5)], 'r="4.5" fill="#c2571a"')
  }
  chart.line(along('value'), blue)
  chart.words([80_000, 18_700], 'line: value; area: 80 % interval of one car')
  chart.words([80_000, 17_700], 'dots: held-out cars, median, 10 % to 90 %')
  write('value-by-mileage', chart.svg())
}

/** The share of held-out cars that were sold below each quantile, beside what the quantile claims. */
function drawCoverage(market: Market, heldOut: readonly MarketListing[]): void {
  const axis = { from: 0, to: 1, ticks: range(0, 1, 0.2), words: percent }
  const x = { ...axis, title: 'cars that are said to be sold for less' }
  const y = { ...axis, title: 'cars that were sold for less' }
  const valued = heldOut.flatMap((listing) => {
    const valuation = market.value(omit(listing, 'price', 'valuations'))
    return valuation.abstained ? [] : [{ paid: amountOf(listing), ...valuation }]
  })
  const chart = chartOf(
    `Do the quantiles hold? ${valued.length.toLocaleString('en-US')} auctioned cars that the market had not seen`,
    x,
    y,
  )
  chart.line(
    [
      [0, 0],
      [1, 1],
    ],
    'stroke="#999" stroke-dasharray="4 4"',
  )
  for (const [i, { share }] of (valued[0]?.quantiles ?? []).entries()) {
    const below = valued.filter(({ paid, quantiles }) => paid < Number(quantiles[i]?.price.amount)).length
    chart.dot([share, below / valued.length], 'r="5" fill="#2a6fdb"')
  }
  const within = valued.filter(
    ({ paid, low, high }) => paid >= Number(low.amount) && paid <= Number(high.amount),
  )
  chart.words([0.52, 0.16], `${percent(within.length / valued.length)} lie within the interval of 80 %`)
  write('interval-coverage', chart.svg())
}

const isShown = ({ make, model, year = 0 }: MarketListing): boolean =>
  make === 'Toyota' && model === 'RAV4' && year >= 2018 && year <= 2021

/** The prices asked for one model as shares of their values, with the rank of one car among them. */
function drawPriceToMarket(listings: readonly MarketListing[]): void {
  const halves = [0, 1].map((half) => listings.filter((_, i) => i % 2 === half))
  // Each car is valued by a market of the other half, which has not seen its price.
  const cars = halves.flatMap((half, i) => {
    const market = createMarket(halves[1 - i] ?? [], { currency: 'USD', kind: 'asking' })
    return half.filter(isShown).flatMap((listing) => {
      const valuation = market.value(omit(listing, 'price'))
      const { price } = listing
      if (valuation.abstained || !price) return []
      return [{ price, value: valuation.value, priceLevel: valuation.priceLevel }]
    })
  })
  const positions = cars.map((car, i) =>
    marketPosition(
      car,
      cars.filter((_, other) => other !== i),
    ),
  )
  const shown = positions.find(({ rank, count }) => rank === Math.round(0.2 * count))
  const shares = positions.map(({ priceToMarket }) => priceToMarket)
  const step = 0.02
  const bins = range(0.84, 1.16, step).map((from) => ({
    from,
    count: shares.filter((share) => share >= from && share < from + step).length,
  }))
  const most = 5 * Math.ceil(Math.max(...bins.map(({ count }) => count)) / 5)
  const x = {
    from: 0.84,
    to: 1.18,
    ticks: range(0.84, 1.16, 0.04),
    words: percent,
    title: 'price to market: asking price as a share of the value',
  }
  const y = { from: 0, to: most, ticks: range(0, most, 5), words: String, title: 'cars' }
  const chart = chartOf(`${cars.length} Toyota RAV4 of 2018–21 at US dealers, by price to market`, x, y)
  for (const { from, count } of bins) {
    const isOwn = shown !== undefined && shown.priceToMarket >= from && shown.priceToMarket < from + step
    chart.box([from + 0.002, 0], [from + step - 0.002, count], isOwn ? 'fill="#c2571a"' : grey)
  }
  chart.line(
    [
      [1, 0],
      [1, most],
    ],
    'stroke="#222" stroke-dasharray="4 4"',
  )
  if (shown)
    chart.words(
      [1.04, 0.9 * most],
      `this car: ${(100 * shown.priceToMarket).toFixed(1)} % of market, rank ${shown.rank} of ${shown.count}`,
    )
  write('price-to-market', chart.svg())
}

const auctions = listingsOf('us_auction')
if (auctions.length > 0) {
  // A fifth of the cars by the last digits of their VIN, which are serial numbers.
  const isHeldOut = ({ vin = '' }: MarketListing) => Number(vin.slice(-3)) % 5 === 0
  const known = auctions.filter((car) => !isHeldOut(car)).map((car) => omit(car, 'valuations'))
  const market = createMarket(known, { currency: 'USD', kind: 'paid' })
  const heldOut = auctions.filter(isHeldOut)
  drawValueByMileage(market, heldOut)
  drawCoverage(market, heldOut)
  drawPriceToMarket(listingsOf('us_listings'))
}
