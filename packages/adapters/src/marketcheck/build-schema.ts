import { normalizeVehicle } from '@telltale/core/cars/vehicle'
import type { Vehicle } from '@telltale/core/ports'
import { z } from 'zod'

const text = z.string().optional().catch(undefined)

/** The members of a car's `build` that are used. */
export const buildSchema = z.object({
  year: z.number().optional().catch(undefined),
  make: text,
  model: text,
  trim: text,
  body_type: text,
  transmission: text,
  drivetrain: text,
  fuel_type: text,
})

/** Converts a `build` to the input of `normalizeVehicle`. */
export function rawVehicle(build: z.output<typeof buildSchema>): Record<string, unknown> {
  const { year, make, model, trim, body_type, transmission, drivetrain, fuel_type } = build
  return { year, make, model, trim, transmission, drivetrain, body: body_type, fuel: fuel_type }
}

/** Converts a `build` to a vehicle. Returns `undefined` without a make. */
export function vehicleOf(build: z.output<typeof buildSchema>, vin: string): Vehicle | undefined {
  const { vehicle } = normalizeVehicle({ ...rawVehicle(build), vin })
  return vehicle.make ? vehicle : undefined
}
