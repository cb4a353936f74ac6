import { z } from 'zod'
import type { CarSpecs } from '../cars/car.js'
import { factSourceAnswer } from '../runtime/index.js'

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

const fact = z.looseObject({ value: z.number(), source: factSourceAnswer })

/** The schema of the specifications of a car, as far as a battle reads them. */
export const specsSchema = z.looseObject(
  Object.fromEntries(carFigures.map((figure) => [figure, fact.optional()])),
)
