import { calibrationReport, linkListings } from '@telltale/core/cars'
import { type Listing, normalizeVehicle } from '@telltale/core/cars/vehicle'
import { defined } from '@telltale/core/ports'
import { type CarRow, carRows } from '../car-sales.js'
import { report } from '../report.js'

/**
 * Measures how well listings of one car are linked without their VINs, on two sets of real cars whose VINs are hidden.
 * Dealers' listings are each listed again as websites do: with another id, days later, at another price, and with the same
 * or a slightly higher mileage. Of the auction sales, 134 cars were sold twice or more. The second set is hard on purpose:
 * 12,000 cars of two models, whose mileage each auction reads anew. Shown are precision, recall and calibration by lowest
 * probability, compared with a join by equal make, model, year, trim and color, and a mileage within 100.
 */
const minProbabilities = [0.5, 0.9, 0.95, 0.99]

interface Known {
  readonly listing: Listing
  readonly car: string
}

/** Numbers from 0 to 1, the same in every run: mulberry32, by Tommy Ettinger. */
function* pseudoRandom(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
const random = pseudoRandom(7)
const share = () => random.next().value

const dayMs = 86_400_000
const start = Date.UTC(2022, 0, 1)

/** Converts a row to a listing without its VIN. */
function listingOf(row: CarRow, source: string, externalId: string, members: object): Listing {
  const { vehicle } = normalizeVehicle({ ...row, drivetrain: row.drivetrain, vin: undefined, ...members })
  return { ...vehicle, source, externalId }
}

function auctionSales(): readonly Known[] {
  return carRows('us_auction').map((row, i) => {
    const at = Date.parse(row.saledate ?? '')
    const price = { amount: Number(row.sellingprice).toFixed(2), currency: 'USD' }
    const mileageMiles = row.odometer
    return {
      car: row.vin ?? '',
      listing: listingOf(row, 'auction', String(i), { mileageMiles, price, firstSeenAt: at, lastSeenAt: at }),
    }
  })
}

/** A dealer's listing: its source and id, its mileage and price, and the times at which it is shown. */
interface Shown {
  readonly source: string
  readonly id: string
  readonly miles: number
  readonly usd: number
  readonly from: number
  readonly to: number
}

function show(row: CarRow, { source, id, miles, usd, from, to }: Shown): Listing {
  const price = { amount: usd.toFixed(2), currency: 'USD' }
  return listingOf(row, source, id, { mileageMiles: miles, price, firstSeenAt: from, lastSeenAt: to })
}

/** Lists the same car again: later on the same website, or at the same time on another. */
function showAgain(row: CarRow, first: Shown): Listing {
  const isSame = share() < 0.5
  const later = first.to + (1 + Math.floor(share() * 20)) * dayMs
  const again = show(row, {
    source: isSame ? first.source : 'autos.example',
    id: `${first.id}-again`,
    miles: share() < 0.6 ? first.miles : first.miles + Math.floor(share() * 60),
    usd: share() < 0.5 ? first.usd : Math.round(first.usd * (0.9 + share() * 0.12)),
    from: isSame ? later : first.from + dayMs,
    to: isSame ? later + 10 * dayMs : first.to + dayMs,
  })
  // Another website often leaves the trim or the color out.
  const { trim, color, ...rest } = again
  return {
    ...rest,
    ...defined({
      trim: trim && share() < 0.8 ? trim : undefined,
      color: color && share() < 0.8 ? color : undefined,
    }),
  }
}

/** Returns every dealer's listing, each with a second one by the same or another source. */
function relistedListings(): readonly Known[] {
  return carRows('us_listings').flatMap((row, i) => {
    const car = row.vin ?? ''
    const from = start + Math.floor(share() * 60) * dayMs
    const to = from + (5 + Math.floor(share() * 40)) * dayMs
    const first = {
      source: 'cars.example',
      id: `${i}`,
      miles: Number(row.mileage),
      usd: Number(row.price),
      from,
      to,
    }
    return [
      { car, listing: show(row, first) },
      { car, listing: showAgain(row, first) },
    ]
  })
}

const keyOf = ({ source, externalId }: { readonly source: string; readonly externalId: string }) =>
  `${source} ${externalId}`

function pairsOf(known: readonly Known[]): number {
  const counts = new Map<string, number>()
  for (const { car } of known) counts.set(car, (counts.get(car) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum + (count * (count - 1)) / 2, 0)
}

/** Joins listings by equal facts, as a baseline. */
function byEqualFacts(known: readonly Known[]) {
  const blocks = new Map<string, Known[]>()
  for (const each of known) {
    const { make, model, year, trim, color } = each.listing
    const key = JSON.stringify([make, model, year, trim, color])
    blocks.set(key, [...(blocks.get(key) ?? []), each])
  }
  let [found, right] = [0, 0]
  for (const block of blocks.values())
    for (const [i, a] of block.entries())
      for (const b of block.slice(i + 1))
        if (Math.abs((a.listing.mileageMiles ?? -1e9) - (b.listing.mileageMiles ?? 1e9)) <= 100) {
          found += 1
          if (a.car === b.car) right += 1
        }
  return { found, right }
}

function measure(name: string, known: readonly Known[], duplicateRate: number) {
  const carOf = new Map(known.map(({ listing, car }) => [keyOf(listing), car]))
  const from = performance.now()
  const links = linkListings(
    known.map(({ listing }) => listing),
    { duplicateRate, minProbability: 0.02 },
  )
  const seconds = (performance.now() - from) / 1_000
  const judged = links.map(({ a, b, probability }) => ({
    predicted: probability,
    hasHappened: carOf.get(keyOf(a)) === carOf.get(keyOf(b)),
  }))
  const pairs = pairsOf(known)
  const row = (way: string, found: number, right: number) => ({
    set: name,
    way,
    listings: known.length,
    pairs,
    found,
    'precision %': Number(((100 * right) / Math.max(1, found)).toFixed(2)),
    'recall %': Number(((100 * right) / pairs).toFixed(2)),
  })
  const rows = minProbabilities.map((probability) => {
    const found = judged.filter(({ predicted }) => predicted >= probability)
    return row(
      `probability ≥ ${probability}`,
      found.length,
      found.filter(({ hasHappened }) => hasHappened).length,
    )
  })
  const plain = byEqualFacts(known)
  const { calibrationError, bins } = calibrationReport(judged)
  const calibration = bins
    .map((bin) => `${bin.predicted.toFixed(2)}: ${bin.observed.toFixed(2)} (${bin.count})`)
    .join(', ')
  console.log(`${name}: links in ${seconds.toFixed(1)} s; predicted and observed frequency: ${calibration}`)
  return { rows: [...rows, row('equal facts', plain.found, plain.right)], calibrationError }
}

const dealers = relistedListings()
const sales = auctionSales()
if (dealers.length > 0 && sales.length > 0) {
  const relisted = measure('dealers, listed again', dealers, 0.5)
  const sold = measure('auctions, sold again', sales, 0.01)
  const at = (rows: typeof relisted.rows, way: string) => rows.find((row) => row.way === way)
  const best = at(relisted.rows, 'probability ≥ 0.95')
  report(
    [...relisted.rows, ...sold.rows],
    { name: 're-lists: precision', figure: best?.['precision %'] ?? 0, bar: 99.5, atLeast: true, unit: '%' },
    { name: 're-lists: recall', figure: best?.['recall %'] ?? 0, bar: 90, atLeast: true, unit: '%' },
    { name: 're-lists: calibration error', figure: relisted.calibrationError, bar: 0.05, unit: '' },
    { name: 'auctions: calibration error', figure: sold.calibrationError, bar: 0.05, unit: '' },
  )
}
