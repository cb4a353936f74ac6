import type { DatedPrice } from '../cars/trends/dated-price.js'
import { type DaysListed, daysListed } from '../cars/trends/days-listed.js'
import { hedonicIndex } from '../cars/trends/hedonic-index.js'
import { type MarketSupply, marketSupply } from '../cars/trends/market-supply.js'
import type { PriceIndex } from '../cars/trends/price-index.js'
import { defined, omit } from '../options/index.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'
import { groupBy } from '../statistics/index.js'
import { dayMs } from '../time/index.js'

/** A day of the week, in UTC, with what happened on it. */
export interface WeekdayFigures {
  /** The day: 0 for Sunday to 6 for Saturday. */
  readonly day: number
  /** The number of cars that were found on it. */
  readonly found: number
  /** The number of cuts of prices that were seen on it. */
  readonly cuts: number
}

/** A market of cars, by the owner's vehicles. */
export interface MarketReport {
  /** The time of the report, in epoch milliseconds. */
  readonly at: number
  /** The number of cars, each once however many sites list it. */
  readonly cars: number
  /** The mean price of the cars for sale, in US dollars; absent without one. */
  readonly meanPriceUsd?: number
  /** The median price of the cars for sale, in US dollars; absent without one. */
  readonly medianPriceUsd?: number
  /** The cars for sale, those that went, and the days' supply. */
  readonly supply: MarketSupply
  /** The days for which cars are for sale; those that are still there count as lasting longer. */
  readonly daysListed: Omit<DaysListed, 'survival'>
  /** The side that the market favours, by the days' supply: up to 45 days the sellers', from 75 the buyers'. Absent while no car went. */
  readonly favours?: 'sellers' | 'buyers' | 'neither'
  /** The price index by month: 100 in the first one. */
  readonly priceIndex: PriceIndex
  /** The days of the week on which cars come up, and prices are cut. */
  readonly weekdays: readonly WeekdayFigures[]
}

/** The days' supply up to which a market is the sellers', and from which on it is the buyers': 60 days count as usual in the trade. */
const sides = { sellersUpTo: 45, buyersFrom: 75 } as const

/** One car, with the span for which it was seen. */
interface CarSpell {
  readonly cheapest: TrackedVehicle
  readonly firstSeenAt: number
  readonly lastSeenAt: number
  readonly status: 'active' | 'gone'
}

/** Reports on the market of vehicles. */
export function reportMarket(vehicles: readonly TrackedVehicle[], at: number): MarketReport {
  const spells = [...groupBy(vehicles, ({ carId }) => carId)].flatMap(([, listings]) => spellOf(listings))
  const prices = spells
    .flatMap(({ status, cheapest }) => (status === 'active' ? (cheapest.priceUsd ?? []) : []))
    .sort((a, b) => a - b)
  const supply = marketSupply(spells, { at })
  const listed = daysListed(
    spells.map(({ firstSeenAt, lastSeenAt, status }) => ({
      days: Math.max(0, ((status === 'gone' ? lastSeenAt : at) - firstSeenAt) / dayMs),
      isGone: status === 'gone',
    })),
  )
  return {
    at,
    cars: spells.length,
    supply,
    daysListed: omit(listed, 'survival'),
    priceIndex: hedonicIndex(spells.flatMap(({ cheapest }) => pricesOf(cheapest))),
    weekdays: weekdaysOf(spells.map(({ cheapest }) => cheapest)),
    ...defined({
      meanPriceUsd:
        prices.length > 0 ? prices.reduce((sum, each) => sum + each, 0) / prices.length : undefined,
      medianPriceUsd: prices[Math.floor((prices.length - 1) / 2)],
      favours: sideOf(supply.daysSupply),
    }),
  }
}

function spellOf(listings: readonly TrackedVehicle[]): readonly CarSpell[] {
  const [cheapest] = listings.toSorted(
    (a, b) => Number(b.isActive) - Number(a.isActive) || (a.priceUsd ?? Infinity) - (b.priceUsd ?? Infinity),
  )
  if (!cheapest) return []
  return [
    {
      cheapest,
      firstSeenAt: Math.min(...listings.map(({ firstSeenAt, discoveredAt }) => firstSeenAt ?? discoveredAt)),
      lastSeenAt: Math.max(...listings.map(({ lastSeenAt }) => lastSeenAt)),
      status: listings.some(({ isActive }) => isActive) ? 'active' : 'gone',
    },
  ]
}

function pricesOf({ make, model, trim, year, mileageMiles, priceHistory }: TrackedVehicle) {
  if (make === undefined || model === undefined) return []
  return priceHistory.flatMap(({ at, price }): readonly DatedPrice[] =>
    price.currency === 'USD' && Number(price.amount) > 0
      ? [{ at, price: Number(price.amount), make, model, ...defined({ trim, year, mileageMiles }) }]
      : [],
  )
}

function weekdaysOf(vehicles: readonly TrackedVehicle[]): readonly WeekdayFigures[] {
  const dayOf = (at: number) => new Date(at).getUTCDay()
  const cuts = vehicles.flatMap(({ priceHistory }) =>
    priceHistory.flatMap(({ at, changePercent = 0 }) => (changePercent < 0 ? [dayOf(at)] : [])),
  )
  return Array.from({ length: 7 }, (_, day) => ({
    day,
    found: vehicles.filter(({ discoveredAt }) => dayOf(discoveredAt) === day).length,
    cuts: cuts.filter((each) => each === day).length,
  }))
}

function sideOf(daysSupply: number | undefined): MarketReport['favours'] {
  if (daysSupply === undefined) return undefined
  if (daysSupply <= sides.sellersUpTo) return 'sellers'
  return daysSupply >= sides.buyersFrom ? 'buyers' : 'neither'
}
