import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createMarketInBackground } from '@telltale/core/cars/background'
import { createMarket, type MarketListing } from '@telltale/core/cars/valuation'
import { defined, omit } from '@telltale/core/ports'
import { report } from '../report.js'
import { readCsvInto } from '../valuation/csv.js'
import { listingOf, setFormats } from '../valuation/sets.js'

/**
 * Measures the time that a market of 60,000 sales takes to fit, to value one car and to add one sale, and the memory of
 * the process, and how long the event loop is blocked while a worker fits a market of a third of them. The sales are those of two American auctions, repeated with other mileages where they do not suffice.
 * The time to sort the same prices stands beside, to show the speed of the machine.
 */
const { values: options } = parseArgs({
  options: {
    train: { type: 'string', default: fileURLToPath(new URL('../../../shared/data/cars', import.meta.url)) },
    listings: { type: 'string', default: '60000' },
  },
})
const count = Number(options.listings)

function* sales(): Generator<MarketListing> {
  for (let round = 0; ; round++)
    for (const set of ['us_carvana_auction', 'us_auction']) {
      const path = [`${set}_train.csv.gz`, `${set}_train.csv`]
        .map((file) => join(options.train, file))
        .find(existsSync)
      const format = setFormats[set]
      if (path === undefined || !format)
        throw new Error(`--train: expected a folder with ${set}_train.csv.gz`)
      for (const read of readCsvInto(path, (row) => listingOf(row, format))) {
        const listing = omit(read, 'valuations', 'vin')
        const mileageMiles = (listing.mileageMiles ?? 0) + round
        yield {
          ...listing,
          mileageMiles,
          ...defined({ vin: round === 0 ? read.vin : undefined }),
        }
      }
    }
}

const all: MarketListing[] = []
for (const sale of sales()) {
  all.push(sale)
  if (all.length === count + 2_000) break
}
const listings = all.slice(0, count)
const others = all.slice(count)

/** Runs a function three times; returns the shortest time in milliseconds, divided by `times`. */
function bestMs(times: number, run: () => void): number {
  const runs = [0, 1, 2].map(() => {
    const from = performance.now()
    run()
    return (performance.now() - from) / times
  })
  return Math.min(...runs)
}

const from = process.cpuUsage()
const fitFrom = performance.now()
const market = createMarket(listings, { currency: 'USD', kind: 'paid' })
const fitSeconds = (performance.now() - fitFrom) / 1e3
const { user, system } = process.cpuUsage(from)
const valueMs = bestMs(others.length, () => {
  for (const car of others) market.value(car)
})
const updateMs = others.slice(0, 1_000).reduce((longest, sale) => {
  const at = performance.now()
  market.update([sale])
  return Math.max(longest, performance.now() - at)
}, 0)
const sortMs = bestMs(1, () => void Float64Array.from(listings, ({ price }) => Number(price?.amount)).sort())

const inBackground = listings.slice(0, Math.ceil(count / 3))
const tickMs = 1
const eventLoop = monitorEventLoopDelay({ resolution: tickMs })
const backgroundFrom = performance.now()
eventLoop.enable()
const made = await createMarketInBackground(inBackground, { currency: 'USD', kind: 'paid' })
eventLoop.disable()
const backgroundSeconds = (performance.now() - backgroundFrom) / 1e3
/** The time that a tick was late, in milliseconds. */
const lateMs = (nanoseconds: number) => nanoseconds / 1e6 - tickMs

report(
  [
    {
      listings: market.report.accepted,
      'fit s': Number(fitSeconds.toFixed(2)),
      'of that CPU s': Number(((user + system) / 1e6).toFixed(2)),
      'value one ms': Number(valueMs.toFixed(4)),
      'longest update ms': Number(updateMs.toFixed(2)),
      'sorting the prices ms': Number(sortMs.toFixed(1)),
      'in background': made.report.accepted,
      'in background s': Number(backgroundSeconds.toFixed(2)),
      'blocked p99 ms': Number(lateMs(eventLoop.percentile(99)).toFixed(2)),
    },
  ],
  { name: `fitting ${count} listings takes`, figure: fitSeconds, bar: 10, unit: 's' },
  { name: 'valuing one car takes', figure: valueMs, bar: 0.1, unit: 'ms' },
  {
    name: 'a market made in background blocks at most',
    figure: lateMs(eventLoop.max),
    bar: 8,
    unit: 'ms',
  },
  { name: 'adding one sale takes at most', figure: updateMs, bar: 5, unit: 'ms' },
  {
    name: 'the process, with the listings, takes at most',
    figure: process.resourceUsage().maxRSS / 1_024,
    bar: 400,
    unit: 'MB',
  },
)
