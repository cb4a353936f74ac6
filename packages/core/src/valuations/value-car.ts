import type { CarValuation } from '../cars/car.js'
import {
  type AggregatedValuation,
  aggregateValuations,
  canAggregate,
} from '../cars/estimate/aggregate-valuations.js'
import type { MarketVehicle, Valuation } from '../cars/valuation/index.js'
import { toMinor } from '../money/index.js'
import { defined } from '../options/index.js'
import type { ValuationQuery } from '../ports/index.js'
import type { MarketState } from './markets.js'

/** A car to value: what is known of it, and its place. */
export interface CarToValue extends MarketVehicle {
  /** The US ZIP code of five digits where it stands. @default nationwide */
  readonly zip?: string
}

/** Values a car by its market alone, or tells what the market still needs. */
export function valueByMarket(state: MarketState, car: MarketVehicle) {
  return 'market' in state ? { market: state.market.value(car) } : { notYet: state.notYet }
}

/**
 * Joins the value by the market with those of sources. Those of the currency and kind of price of the first count: the
 * market's, or else the first source's.
 */
export function joinValues(
  state: MarketState,
  market: Valuation | undefined,
  sources: readonly CarValuation[],
): AggregatedValuation | undefined {
  const all = [...toCarValuation(state, market), ...sources].filter(isAboveZero)
  const [first] = all
  return first && aggregateValuations(all.filter((each) => canAggregate(first, each)))
}

const isAboveZero = ({ value }: CarValuation): boolean => toMinor(value) > 0n

function toCarValuation(state: MarketState, market: Valuation | undefined): readonly CarValuation[] {
  if (!market || market.abstained || !('record' in state)) return []
  const { value, low, high, priceLevel } = market
  const hasWidth = toMinor(low) > 0n && toMinor(low) < toMinor(high)
  const source = { name: `market of ${state.record.listings} listings` }
  return [{ value, source, priceLevel, ...defined({ interval: hasWidth ? { low, high } : undefined }) }]
}

/** Returns the question that sources of valuations are asked about a car; `undefined` when it names no make, model or year. */
export function queryOf(car: CarToValue): ValuationQuery | undefined {
  const { make, model, year, trim, vin, mileageMiles, zip } = car
  if (make === undefined || model === undefined || year === undefined) return undefined
  return { make, model, year, ...defined({ trim, vin, mileageMiles, zip }) }
}

/** Returns the name of a car, such as `2018 Ford Mustang GT`. */
export const nameOf = ({ year, make, model, trim }: MarketVehicle): string =>
  [year, make, model, trim].filter(Boolean).join(' ')
