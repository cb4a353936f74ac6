import { z } from 'zod'
import { bodies, drivetrains, fuels, transmissions } from '../cars/vehicle/attributes.js'
import { titleStatuses } from '../cars/vehicle/title-status.js'
import { priceOption, timeOption } from '../options/index.js'
import { maxListedPrices } from '../records/vehicle-records.js'
import { amountColumn, idColumn, type RowSchemas } from '../runtime/row-schemas.js'

const texts = z.record(z.string(), z.string()).optional()

const vehicle = z.looseObject({
  source: z.string().min(1),
  externalId: z.string().min(1),
  year: z.int().min(1886).max(2100).optional(),
  vin: z
    .string()
    .regex(/^[A-HJ-NPR-Z0-9]{17}$/)
    .optional(),
  mileageMiles: amountColumn.optional(),
  horsepower: amountColumn.optional(),
  torqueLbFt: amountColumn.optional(),
  body: z.enum(bodies).optional(),
  fuel: z.enum(fuels).optional(),
  transmission: z.enum(transmissions).optional(),
  drivetrain: z.enum(drivetrains).optional(),
  titleStatus: z.enum(titleStatuses).optional(),
  asWritten: texts,
  features: z.array(z.string()).optional(),
  attributes: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  price: priceOption.optional(),
  priceUsd: amountColumn.optional(),
  priceKind: z.enum(['asking', 'paid']).optional(),
  seller: z.enum(['dealer', 'private']).optional(),
  zip: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  coordinates: z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).optional(),
  images: z.array(z.string()).optional(),
  priceHistory: z
    .array(z.strictObject({ at: timeOption, price: priceOption, changePercent: z.number().optional() }))
    .max(maxListedPrices),
  carId: idColumn,
  searchIds: z.array(idColumn),
  provenance: z.literal('browser').optional(),
})

/** The schemas of the rows of vehicles. */
export const vehicleRows: RowSchemas = { vehicles: vehicle }
