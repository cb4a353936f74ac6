import { money, ValidationError } from '@telltale/core'
import { urlOption } from '@telltale/core/ports'
import { z } from 'zod'
import type { FigureName } from './row.js'

const expected =
  (what: string) =>
  ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is missing; expected ${what}` : `expected ${what}, got ${JSON.stringify(input)}`

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isBlank = (value: unknown) => value === undefined || value === null || /^\s*$/.test(String(value))

/** Removes blank and null members, which files have for missing values. A record of blanks alone is missing itself. */
function dropBlanks(value: unknown): unknown {
  if (!isRecord(value)) return value
  const filled = Object.entries(value).filter(([, member]) => !isBlank(member))
  return filled.length > 0 ? Object.fromEntries(filled) : undefined
}

const text = (what: string) => z.string({ error: expected(what) }).trim()

const source = z
  .preprocess(
    dropBlanks,
    z
      .object(
        { name: text("the publisher's name"), url: urlOption().exactOptional() },
        { error: expected('a name and a URL') },
      )
      .optional(),
  )
  .exactOptional()

/** A number above 0, kept as its digits, so that money stays exact. */
const digits = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  text('a number')
    .regex(/^\d+(\.\d+)?$/, {
      error: expected('a plain number such as 67450 or 3.5, without thousands separator, sign or unit'),
    })
    .refine((value) => !/^[0.]+$/.test(value), {
      error: expected('a number above 0, or nothing when it is not known'),
    }),
)

/** A figure stands alone or in `{ value, source }`; one whose value is blank is missing. */
const figure = z
  .preprocess((given) => {
    const whole = isRecord(given) ? given : { value: given }
    return 'value' in whole && isBlank(whole.value) ? undefined : dropBlanks(whole)
  }, z.object({ value: digits, source }).optional())
  .exactOptional()

const figures = {
  horsepower: figure,
  powerKw: figure,
  powerPs: figure,
  zeroToSixtySeconds: figure,
  torqueLbFt: figure,
  torqueNm: figure,
  priceUsd: figure,
  price: figure,
} satisfies Record<FigureName, typeof figure>

const zip = text("a ZIP code as text, such as '75146'").regex(/^(\d{1,3}|\d{5})$/, {
  error: expected(
    "a ZIP code of five digits, or its first one to three ('02134', not '2134': spreadsheets drop leading zeros)",
  ),
})

const threeCapitals = "a currency code of three capitals, such as 'EUR'"
const currency = text(threeCapitals).regex(/^[A-Z]{3}$/, { error: expected(threeCapitals) })

const row = z.object(
  {
    make: text('a make, such as Chevrolet'),
    model: text('a model, such as Corvette'),
    year: digits.refine((year) => /^\d{4}$/.test(year), { error: expected('a year of four digits') }),
    trim: text('a trim, such as Stingray').exactOptional(),
    zip: zip.exactOptional(),
    ...figures,
    currency: currency.exactOptional(),
    source,
  },
  { error: expected('a row with make, model and year') },
)

/** A row of the right shape. */
export type CheckedRow = z.output<typeof row>

/** A figure of the right shape: its digits and its source. */
export type CheckedFigure = NonNullable<CheckedRow['horsepower']>

/** Reads a row leniently: unknown members are ignored, blank ones are missing. */
export const rowSchema = z.preprocess(dropBlanks, row.superRefine(checkPrice))

/** Returns the price of a row, or `undefined` without one. */
export function priceOf({ priceUsd, price, currency }: CheckedRow) {
  if (priceUsd) return { ...priceUsd, currency: 'USD' }
  return price && currency !== undefined ? { ...price, currency } : undefined
}

function checkPrice(checked: CheckedRow, context: z.RefinementCtx): void {
  const refuse = (member: string, message: string) =>
    context.addIssue({ code: 'custom', path: [member], message })
  const { priceUsd, price, currency } = checked
  if (priceUsd && price) refuse('price', 'expected priceUsd or price, not both')
  if (price && currency === undefined) refuse('currency', "is missing; expected the currency of 'price'")
  const found = priceOf(checked)
  try {
    if (found) money(found.value, found.currency)
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error
    for (const { message } of error.issues) refuse(priceUsd ? 'priceUsd' : 'price', message)
  }
}
