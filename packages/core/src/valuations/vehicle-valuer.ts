import { defined } from '../options/index.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'
import {
  MissingAnswers,
  type Runtime,
  timeSlices,
  type ValuationInput,
  type VehicleValue,
  type VehicleValuer,
} from '../runtime/index.js'
import { askSources, type SourceValuation } from './ask-sources.js'
import type { MarketState, Markets } from './markets.js'
import { segmentName, segmentOf } from './segment.js'
import { joinValues, nameOf, queryOf, valueByMarket } from './value-car.js'

/** The number of cars that sources are asked about at a time. */
const carsAtATime = 8

/**
 * Makes the valuer of stored vehicles, by their owner's markets and by sources.
 */
export function createVehicleValuer(runtime: Runtime, markets: Markets): VehicleValuer {
  return {
    valueVehicles: async (input) => {
      const states = await openMarkets(markets, input)
      const pause = timeSlices()
      const values: VehicleValue[] = []
      for (let from = 0; from < input.vehicles.length; from += carsAtATime) {
        input.signal.throwIfAborted()
        const vehicles = input.vehicles.slice(from, from + carsAtATime)
        const valued = vehicles.map((vehicle) => {
          const state = states.get(segmentName(segmentOf(vehicle))) as MarketState
          return valueVehicle(runtime, { input, state, vehicle })
        })
        values.push(...(await Promise.all(valued)))
        await pause()
      }
      return values
    },
  }
}

/** Opens the market of each segment. */
async function openMarkets(
  markets: Markets,
  { ownerId, vehicles }: ValuationInput,
): Promise<ReadonlyMap<string, MarketState>> {
  const segments = new Map(vehicles.map((vehicle) => [segmentName(segmentOf(vehicle)), segmentOf(vehicle)]))
  const states = new Map<string, MarketState>()
  for (const [name, segment] of segments) {
    states.set(name, await markets.open(ownerId, segment))
  }
  return states
}

/** A vehicle to value, with its market. */
interface VehicleTask {
  readonly input: ValuationInput
  readonly state: MarketState
  readonly vehicle: TrackedVehicle
}

async function valueVehicle(runtime: Runtime, { input, state, vehicle }: VehicleTask): Promise<VehicleValue> {
  const { ownerId, asksSources, signal } = input
  const byMarket = valueByMarket(state, vehicle)
  const query = asksSources ? queryOf(vehicle) : undefined
  let costUsd = 0
  let sources: readonly SourceValuation[] = []
  if (query) {
    const missing = new MissingAnswers(runtime, { signal, car: nameOf(vehicle) })
    const onSpent = (usd: number) => {
      costUsd += usd
    }
    sources = await askSources(runtime, { ownerId, query, signal, missing, onSpent })
  }
  const value = joinValues(state, byMarket.market, sources)
  return { vehicleId: vehicle.id, ...byMarket, sources, costUsd, ...defined({ value }) }
}
