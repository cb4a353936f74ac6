import type { CarValuation } from '../cars/car.js'
import type { AggregatedValuation } from '../cars/estimate/aggregate-valuations.js'
import type { Valuation } from '../cars/valuation/index.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'

/** Vehicles of one owner to value. */
export interface ValuationInput {
  /** The owner of the vehicles. */
  readonly ownerId: string
  /** The vehicles, as they are stored. */
  readonly vehicles: readonly TrackedVehicle[]
  /** `true` to ask the sources of valuations as well, which may cost lookups; else the market alone values. */
  readonly asksSources: boolean
  /** Fires when the valuation should end at once. */
  readonly signal: AbortSignal
}

/** The listings that a market has and needs, before it values anything. */
export interface MarketProgress {
  /** The number of listings that it has. */
  readonly listings: number
  /** The number that it needs. */
  readonly needed: number
}

/** The knowledge of the value of one vehicle. */
export interface VehicleValue {
  /** The id of the vehicle. */
  readonly vehicleId: string
  /** The valuation by the market; absent while there is no market. */
  readonly market?: Valuation
  /** The listings that the market has and needs, while it is not learned yet. */
  readonly notYet?: MarketProgress
  /** The valuations of sources, each as long as its terms allow. */
  readonly sources: readonly CarValuation[]
  /** The value that all of them say together; absent while none does. */
  readonly value?: AggregatedValuation
  /** The cost of the calls that were made for it, in US dollars. */
  readonly costUsd: number
}

/** Values vehicles, by the owner's market and by sources. */
export interface VehicleValuer {
  /** Resolves to one value for each vehicle, in their order. */
  valueVehicles(input: ValuationInput): Promise<readonly VehicleValue[]>
}
