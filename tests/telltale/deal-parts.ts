import type { EventName, OwnerServices, TelltaleEvents, TelltaleOptions } from '@telltale/core'
import { aggregateValuations, type CarValuation, createMarket, type Valuation } from '@telltale/core/cars'
import type { Listing } from '@telltale/core/cars/vehicle'
import { type TestClock, testClock } from '@telltale/core/testing'
import { memoryStorage } from '@telltale/storage-memory'
import { onTestFinished } from 'vitest'
import { createAnalytics } from '../../packages/core/src/analytics/analytics.js'
import { createParts } from '../../packages/core/src/create-parts.js'
import { createAssessor } from '../../packages/core/src/opportunities/assessor.js'
import { createOpportunities } from '../../packages/core/src/opportunities/opportunities.js'
import type { Runtime, VehicleAssessor, VehicleValuer } from '../../packages/core/src/runtime/index.js'
import { createSearchRunner } from '../../packages/core/src/searches/execute-search.js'
import { matchesCriteria } from '../../packages/core/src/searches/match-criteria.js'
import { searchWork } from '../../packages/core/src/searches/search-work.js'
import { createSearches } from '../../packages/core/src/searches/searches.js'
import { telltaleSchema } from '../../packages/core/src/telltale-options.js'
import { createVehicles } from '../../packages/core/src/vehicles/vehicles.js'

const usd = (amount: number) => ({ amount: amount.toFixed(2), currency: 'USD' })

/** The price that the cars of {@link catalogOfCars} follow, before what differs from seller to seller. */
const usualPrice = (year: number, miles: number) => 27_000 - (2023 - year) * 1_500 - miles * 0.06

/** Makes listings of cars, whose prices lie up to 24 % around what their year and mileage say. */
export const catalogOfCars = (count: number): readonly Listing[] =>
  Array.from({ length: count }, (_, at): Listing => {
    const year = 2016 + (at % 6)
    const miles = 15_000 + ((at * 7_919) % 60_000)
    const share = 1 + (((at * 104_729) % 481) - 240) / 1_000
    return offered(`c${at}`, usualPrice(year, miles) * share, { year, mileageMiles: miles })
  })

/** Makes a listing of a car like those of the catalogue, for a price. */
export const offered = (externalId: string, price: number, members: Partial<Listing> = {}): Listing => ({
  source: 'any',
  externalId,
  make: 'Ford',
  model: 'Mustang',
  trim: 'GT',
  year: 2019,
  mileageMiles: 40_000,
  zip: '60601',
  state: 'IL',
  seller: 'private',
  titleStatus: 'clean',
  price: usd(Math.round(price)),
  ...members,
})

/** A valuer by one market, that keeps which vehicles it asked sources for. */
export interface CatalogValuer extends VehicleValuer {
  /** The external ids of the vehicles that sources were asked for, in order. */
  readonly askedSources: string[]
  /** The valuations that sources give. */
  sources: readonly CarValuation[]
  /** The share by which everything is worth more, or less, than at first. */
  level: number
}

const market = createMarket(catalogOfCars(240), {
  currency: 'USD',
  kind: 'asking',
  at: testClock().now(),
})

/** Makes a valuer by the market of 240 cars of the catalogue. */
function catalogValuer(): CatalogValuer {
  const valuer: CatalogValuer = {
    askedSources: [],
    sources: [],
    level: 1,
    valueVehicles: async ({ vehicles, asksSources }) => {
      if (asksSources) valuer.askedSources.push(...vehicles.map(({ externalId }) => externalId))
      const sources = asksSources ? valuer.sources : []
      return vehicles.map((vehicle) => {
        const valued = atLevel(market.value(vehicle), valuer.level)
        const own = valued.abstained ? [] : [ofMarket(valued)]
        const all = [...own, ...sources]
        const value = all.length > 0 ? { value: aggregateValuations(all) } : {}
        return { vehicleId: vehicle.id, market: valued, sources, ...value, costUsd: asksSources ? 0.01 : 0 }
      })
    },
  }
  return valuer
}

type Valued = Extract<Valuation, { readonly abstained?: never }>

const ofMarket = ({ value, low, high, priceLevel }: Valued): CarValuation => ({
  value,
  interval: { low, high },
  source: { name: 'your market' },
  priceLevel,
})

function atLevel(valuation: Valuation, level: number): Valuation {
  if (valuation.abstained || level === 1) return valuation
  const scaled = ({ amount }: { readonly amount: string }) => usd(Number(amount) * level)
  const { value, low, high, quantiles } = valuation
  return {
    ...valuation,
    value: scaled(value),
    low: scaled(low),
    high: scaled(high),
    quantiles: quantiles.map(({ share, price }) => ({ share, price: scaled(price) })),
  }
}

/** The services of an owner who looks for deals, and what is behind them. */
export interface Deals extends Pick<OwnerServices, 'searches' | 'vehicles' | 'opportunities' | 'analytics'> {
  readonly runtime: Runtime
  readonly clock: TestClock
  readonly valuer: CatalogValuer
  readonly assessor: VehicleAssessor
  readonly found: readonly TelltaleEvents['opportunity:found'][]
  readonly changed: readonly TelltaleEvents['opportunity:changed'][]
}

/** Starts the searches, vehicles and opportunities of an owner, with a valuer of a test's own. */
export function startDeals(options: Partial<TelltaleOptions>): Deals {
  const clock = testClock()
  const given = telltaleSchema.parse({ storage: memoryStorage(), clock, ...options })
  const { runtime, closeParts } = createParts(given)
  onTestFinished(closeParts)
  const valuer = catalogValuer()
  const assessor = createAssessor(runtime, { valuer, matches: matchesCriteria })
  const runner = createSearchRunner(runtime, assessor)
  const take = <Name extends EventName>(name: Name): TelltaleEvents[Name][] => {
    const heard: TelltaleEvents[Name][] = []
    runtime.hub.on(name, (payload: TelltaleEvents[Name]) => void heard.push(payload))
    return heard
  }
  return {
    runtime,
    clock,
    valuer,
    assessor,
    found: take('opportunity:found'),
    changed: take('opportunity:changed'),
    searches: createSearches(runner, searchWork(runner), 'default'),
    vehicles: createVehicles(runtime, assessor, 'default'),
    opportunities: createOpportunities(runtime, 'default'),
    analytics: createAnalytics(runtime, 'default'),
  }
}
