import { z } from 'zod'

const item = z.object({ text: z.string(), value: z.string() })

/** A menu: of one entry it is given as an object and not a list, of none as nothing. */
export const menuSchema = z
  .object({ menuItem: z.union([z.array(item), item.transform((single) => [single])]).nullish() })
  .nullable()
  .transform((menu) => menu?.menuItem ?? [])

/** A figure: a text, in which 0 and -1 say that there is none. */
const figure = z.coerce
  .number()
  .optional()
  .catch(undefined)
  .transform((value) => (value !== undefined && value > 0 ? value : undefined))

/** What is read of a vehicle: the label's rounded figures of its first fuel. */
export const vehicleSchema = z.object({
  city08: figure,
  highway08: figure,
  comb08: figure,
  range: figure,
  atvType: z.string().optional().catch(undefined),
})
