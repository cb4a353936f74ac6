import { z } from 'zod'
import type { CarSpecs } from '../cars/car.js'
import { priceOption, urlOption } from '../options/index.js'

/** The figures of a car's specifications that a battle can compare. */
export const carFigures = [
  'horsepower',
  'zeroToSixtySeconds',
  'torqueLbFt',
  'cityMpg',
  'highwayMpg',
  'combinedMpg',
  'rangeMiles',
] as const satisfies readonly (keyof CarSpecs)[]

const source = z.looseObject({ name: z.string(), url: urlOption().optional() })
const fact = z.looseObject({ value: z.number(), source })

/** The schema of the specifications of a car, as far as a battle reads them. */
export const specsSchema = z.looseObject(
  Object.fromEntries(carFigures.map((figure) => [figure, fact.optional()])),
)

/** The schema of the valuation of a car. */
export const valuationSchema = z.looseObject({
  value: priceOption,
  interval: z.strictObject({ low: priceOption, high: priceOption }).optional(),
  source,
})
