import { type TrackedVehicle, vehiclesTable } from '../../records/vehicle-records.js'
import type { Runtime } from '../runtime.js'
import type { AssessmentInput, AssessmentResult, VehicleAssessor } from '../vehicle-assessor.js'
import { updateKnown } from './mark-gone.js'

/**
 * Assesses vehicles that were stored, and notes that they are assessed. One that changed meanwhile is assessed again with
 * that change.
 */
export async function assessVehicles(
  runtime: Runtime,
  assessor: VehicleAssessor,
  input: AssessmentInput,
): Promise<AssessmentResult> {
  if (input.vehicles.length === 0) return { opportunities: 0, costUsd: 0 }
  const result = await assessor.assess(input)
  const assessed = input.vehicles.map((vehicle): TrackedVehicle => ({ ...vehicle, needsAssessment: false }))
  await updateKnown(runtime.storage.collection(vehiclesTable), assessed)
  return result
}
