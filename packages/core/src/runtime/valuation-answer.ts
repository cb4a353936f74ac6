import { z } from 'zod'
import { priceLevels } from '../cars/car.js'
import { priceOption, urlOption } from '../options/index.js'

/** The schema of the source of a figure, as far as it is read. */
export const factSourceAnswer = z.looseObject({ name: z.string(), url: urlOption().optional() })

/** The schema of the valuation of a car, as a source of valuations answers. */
export const valuationAnswer = z.looseObject({
  value: priceOption,
  interval: z.strictObject({ low: priceOption, high: priceOption }).optional(),
  source: factSourceAnswer,
  error: z.number().positive().max(10).optional(),
  priceLevel: z.enum(priceLevels).optional(),
})
