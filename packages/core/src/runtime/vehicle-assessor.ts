import type { Search } from '../records/search-records.js'
import type { TrackedVehicle } from '../records/vehicle-records.js'

/** Vehicles that are new or changed, to assess as opportunities. */
export interface AssessmentInput {
  /** The owner of the vehicles. */
  readonly ownerId: string
  /** The search that found them; absent when a person's browser saw them. */
  readonly search?: Search
  /** The vehicles, as they are stored. */
  readonly vehicles: readonly TrackedVehicle[]
  /** Fires when the assessment should end at once. */
  readonly signal: AbortSignal
}

/** The result of an assessment. */
export interface AssessmentResult {
  /** The number of opportunities that were found or changed. */
  readonly opportunities: number
  /** The cost of the calls that it made, in US dollars. */
  readonly costUsd: number
}

/**
 * Values vehicles that are new or changed, and finds opportunities among them. It is called after the transaction that
 * stored them, and again after a crash: assessing a vehicle twice gives one opportunity.
 */
export interface VehicleAssessor {
  /** Assesses vehicles, and stores what it finds in transactions of its own. */
  assess(input: AssessmentInput): Promise<AssessmentResult>
}
