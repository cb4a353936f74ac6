import type { z } from 'zod'
import type { Money } from '../money/index.js'
import { priceCheck } from './price-check.js'
import { schemaOf } from './schema-of.js'

/** The schema of a price. */
export const priceOption: z.ZodType<Money, Money> = schemaOf(priceCheck)
