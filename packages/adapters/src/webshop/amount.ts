import {
  type Money,
  minorDigits,
  money,
  type ParsedPrice,
  type PriceFlag,
  parsePrice,
} from '@telltale/core/prices'

/** An amount as one place of a page says it. */
export interface Amount {
  /** A plain decimal string above zero. */
  readonly amount: string
  /** The ISO 4217 code, when the place leaves no doubt of it. */
  readonly currency?: string
  /** The code that the sign beside the amount most often means, when it has several meanings: `$`. */
  readonly likelyCurrency?: string
}

/** What the page as a whole tells about its prices. */
export interface PriceHints {
  /** Currencies that its prices may well be in, the likeliest first. They settle only what a text leaves open. */
  readonly currencies: readonly string[]
  /** The language tag of the page. */
  readonly locale?: string
}

/** Flags of texts that are about money, but say no price of the product. */
const besides: ReadonlySet<PriceFlag> = new Set([
  'discount',
  'negative',
  'free',
  'unmarked',
  'per-unit',
  'multi-buy',
])

/**
 * Reads a text that people wrote. `'doubtful'` when it says money that is not one certain price, such as a range;
 * `undefined` when it says no price at all. A number without a currency is none.
 */
export function readPriceText(text: string, hints: PriceHints): Amount | 'doubtful' | undefined {
  if (!/\d/.test(text) || !parsePrice(text)?.currency) return undefined
  const parsed = parse(text, hints)
  if (!parsed || !(Number(parsed.amount) > 0) || parsed.flags.some((flag) => besides.has(flag)))
    return undefined
  return parsed.flags.every((flag) => flag === 'ambiguous-currency') ? toAmount(parsed) : 'doubtful'
}

/**
 * Reads the value of a price field (JSON-LD, `content="…"`): a number, a plain decimal string, or else a text as people
 * write it. Zero is what shops put where a price is missing, and is none.
 */
export function readPriceField(
  value: string | number,
  currency: string | undefined,
  hints: PriceHints,
): Amount | undefined {
  const plain = typeof value === 'number' ? plainNumber(value) : plainDecimal(value.trim(), currency)
  if (plain !== undefined)
    return Number(plain) > 0 ? { amount: plain, ...(currency && { currency }) } : undefined
  if (typeof value === 'number' || value.length > longestField) return undefined
  const parsed = currency ? parsePrice(value, { ...localeOf(hints), currency }) : parse(value, hints)
  // In a field that is there to hold the price, a bare number is a price too.
  const isCertain = parsed?.flags.every((flag) => flag === 'ambiguous-currency' || flag === 'unmarked')
  return parsed && isCertain && Number(parsed.amount) > 0 ? toAmount(parsed) : undefined
}

const localeOf = ({ locale }: PriceHints): { locale?: string } => (locale ? { locale } : {})

/** Lets the first currency settle the sign that it fits; a text that names another one is read as it is. */
function parse(text: string, hints: PriceHints): ParsedPrice | null {
  for (const currency of hints.currencies) {
    const settled = parsePrice(text, { ...localeOf(hints), currency })
    if (!settled?.flags.includes('currency-conflict')) return settled
  }
  return parsePrice(text, localeOf(hints))
}

function toAmount({ amount, currency, flags }: ParsedPrice): Amount {
  if (!currency) return { amount }
  return flags.includes('ambiguous-currency') ? { amount, likelyCurrency: currency } : { amount, currency }
}

/** A longer value is no price. */
const longestField = 60

/** A JSON number that could stand on a tag: no exponent, no sign. */
function plainNumber(value: number): string | undefined {
  return value < mostMoney && /^\d+(\.\d+)?$/.test(`${value}`) ? `${value}` : undefined
}

/** `1.299` may be 1,299 in a hurry: three digits after the point are read only where the currency has three. */
function plainDecimal(text: string, currency: string | undefined): string | undefined {
  const match = /^\d{1,12}(?:\.(\d{1,10}))?$/.exec(text)
  const isDoubtful = match?.[1]?.length === 3 && minorDigits(currency ?? '') !== 3
  return match && !isDoubtful ? text : undefined
}

/** No shop sells for more; beyond it floating point no longer holds the cents. */
const mostMoney = 1e12

/** The amount as money; `undefined` when it is finer than the currency's smallest unit, or beyond all prices. */
export function toMoney(amount: string, currency: string): Money | undefined {
  const rounded = Number(amount).toFixed(minorDigits(currency))
  // 19.989999771 is 19.99 after a journey through floating point; 3.4567 is a price per bead.
  const isNoise = Math.abs(Number(rounded) - Number(amount)) <= 1e-7 * Number(amount)
  return isNoise && Number(amount) < mostMoney ? money(rounded, currency) : undefined
}
