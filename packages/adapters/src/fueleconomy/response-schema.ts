import { z } from 'zod'

const item = z.object({ text: z.string(), value: z.string() })

/** A menu. With one entry it holds an object instead of a list, and with none it is empty. */
export const menuSchema = z
  .object({ menuItem: z.union([z.array(item), item.transform((single) => [single])]).nullish() })
  .nullable()
  .transform((menu) => menu?.menuItem ?? [])

/** A figure: a text, in which 0 and -1 stand for a missing one. */
const figure = z.coerce
  .number()
  .optional()
  .catch(undefined)
  .transform((value) => (value !== undefined && value > 0 ? value : undefined))

/** The members of a vehicle that are used: the rounded figures of the label for its first fuel. */
export const vehicleSchema = z.object({
  city08: figure,
  highway08: figure,
  comb08: figure,
  range: figure,
  atvType: z.string().optional().catch(undefined),
})
