import { defined } from '@telltale/core/ports'
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
  const parsed = /\d/.test(text) ? parse(text, hints) : null
  if (!parsed?.currency || !(Number(parsed.amount) > 0)) return undefined
  if (parsed.flags.some((flag) => besides.has(flag))) return undefined
  return parsed.flags.every((flag) => flag === 'ambiguous-currency') ? toAmount(parsed) : 'doubtful'
}

/** A longer value is no price. */
const longestField = 60

/**
 * Reads the value of a price field (JSON-LD, `content="…"`): a number, a plain decimal string, or else a text as people
 * write it. Zero is what shops put where a price is missing, and is none.
 */
export function readPriceField(
  value: string | number,
  currency: string | undefined,
  hints: PriceHints,
): Amount | undefined {
  const text = `${value}`.trim()
  if (text.length > longestField) return undefined
  const plain = /^\d+(?:\.(\d+))?$/.exec(text)
  if (plain) {
    // `1.299` may be 1,299 in a hurry: three digits after the point are a price only where the currency has three.
    const isDoubtful =
      plain[1]?.length === 3 && minorDigits(currency ?? '') !== 3 && typeof value === 'string'
    return Number(text) > 0 && !isDoubtful
      ? { amount: text, ...defined({ currency: currency || undefined }) }
      : undefined
  }
  if (typeof value === 'number' || /\de[+-]?\d/i.test(text)) return undefined
  const parsed = currency ? parsePrice(text, { ...localeOf(hints), currency }) : parse(text, hints)
  // In a field that is there to hold the price, a bare number is a price too.
  const isCertain = parsed?.flags.every((flag) => flag === 'ambiguous-currency' || flag === 'unmarked')
  return parsed && isCertain && Number(parsed.amount) > 0 ? toAmount(parsed) : undefined
}

const localeOf = ({ locale }: PriceHints): { locale?: string } => (locale ? { locale } : {})

/** Lets the first currency that fits settle an ambiguous sign. A text without any, or with another, is read as it is. */
function parse(text: string, hints: PriceHints): ParsedPrice | null {
  const said = parsePrice(text, localeOf(hints))
  if (!said?.currency || !said.flags.includes('ambiguous-currency')) return said
  for (const currency of hints.currencies) {
    const settled = parsePrice(text, { ...localeOf(hints), currency })
    if (settled && !settled.flags.includes('currency-conflict')) return settled
  }
  return said
}

function toAmount({ amount, currency, flags }: ParsedPrice): Amount {
  if (!currency) return { amount }
  return flags.includes('ambiguous-currency') ? { amount, likelyCurrency: currency } : { amount, currency }
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
