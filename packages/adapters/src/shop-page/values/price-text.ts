import { defined } from '@telltale/core/options'
import {
  type Money,
  minorDigits,
  money,
  namesCurrency,
  type ParsedPrice,
  type PriceFlag,
  parsePrice,
} from '@telltale/core/prices'

/** A price as one place of a page states it. */
export interface StatedPrice {
  /** A plain decimal string above zero. */
  readonly amount: string
  /** The ISO 4217 code; absent when the place leaves it open. */
  readonly currency?: string
  /** The ISO 4217 code that the sign beside the amount most often stands for, when it has several meanings: `$`. */
  readonly likelyCurrency?: string
}

/** The currencies and the language of a page, which settle what a single price leaves open. */
export interface PriceHints {
  /** ISO 4217 codes, the likeliest first. They apply only where a text is ambiguous. */
  readonly currencies: readonly string[]
  /** The BCP 47 language tag of the page. */
  readonly locale?: string
}

/** Flags of texts about money that state no price of the product. */
const nonPriceFlags: ReadonlySet<PriceFlag> = new Set([
  'discount',
  'surcharge',
  'negative',
  'free',
  'unmarked',
  'per-unit',
  'multi-buy',
])

/**
 * Reads a text that people wrote. Returns `'ambiguous'` for money that is not one certain price, such as a range, and
 * `undefined` without any price. A number without a currency is no price.
 */
export function readPriceText(text: string, hints: PriceHints): StatedPrice | 'ambiguous' | undefined {
  const parsed = /\d/.test(text) && namesCurrency(text) ? parse(text, hints) : null
  if (!parsed?.currency || !(Number(parsed.amount) > 0)) return undefined
  if (parsed.flags.some((flag) => nonPriceFlags.has(flag))) return undefined
  // Whether a price is the former one is decided where it stands.
  const isCertain = parsed.flags.every((flag) => flag === 'ambiguous-currency' || flag === 'was')
  return isCertain ? toStatedPrice(parsed) : 'ambiguous'
}

/** The maximum length of a price field, in characters. */
const maxFieldChars = 60

/**
 * Reads the value of a price field (JSON-LD, `content="…"`): a number, a plain decimal string, or else a text as people
 * write it. Zero counts as missing, since shops put it where they have no price.
 */
export function readPriceField(
  value: string | number,
  currency: string | undefined,
  hints: PriceHints,
): StatedPrice | undefined {
  const text = plainNotation(`${value}`.trim())
  if (text.length > maxFieldChars) return undefined
  const plain = /^\d+(?:\.(\d+))?$/.exec(text)
  if (plain) {
    // `1.299` may stand for 1,299: three digits after the point are decimals only where the currency has three.
    const isAmbiguous =
      plain[1]?.length === 3 && minorDigits(currency ?? '') !== 3 && typeof value === 'string'
    return Number(text) > 0 && !isAmbiguous
      ? { amount: text, ...defined({ currency: currency || undefined }) }
      : undefined
  }
  if (typeof value === 'number') return undefined
  const parsed = currency ? parsePrice(text, { ...localeOf(hints), currency }) : parse(text, hints)
  // A price field may hold a bare number.
  const isCertain = parsed?.flags.every((flag) => flag === 'ambiguous-currency' || flag === 'unmarked')
  return parsed && isCertain && Number(parsed.amount) > 0 ? toStatedPrice(parsed) : undefined
}

/** Writes a number such as `1.2E3` out: some shop systems put it into their data. Any other text stays as it is. */
function plainNotation(text: string): string {
  if (!/^\d+(?:\.\d+)?e\+?\d{1,2}$/i.test(text)) return text
  const value = Number(text)
  return value < maxAmount ? `${value}` : text
}

const localeOf = ({ locale }: PriceHints): { locale?: string } => (locale ? { locale } : {})

/**
 * Parses a text. The first hinted currency that fits settles an ambiguous sign; a text that is clear is read as it is.
 */
function parse(text: string, hints: PriceHints): ParsedPrice | null {
  const said = parsePrice(text, localeOf(hints))
  if (!said?.currency || !said.flags.includes('ambiguous-currency')) return said
  for (const currency of hints.currencies) {
    const settled = parsePrice(text, { ...localeOf(hints), currency })
    if (settled && !settled.flags.includes('currency-conflict')) return settled
  }
  return said
}

function toStatedPrice({ amount, currency, flags }: ParsedPrice): StatedPrice {
  if (!currency) return { amount }
  return flags.includes('ambiguous-currency') ? { amount, likelyCurrency: currency } : { amount, currency }
}

/** The upper bound of an amount. Beyond it floating point no longer holds the cents. */
const maxAmount = 1e12

/**
 * Converts an amount to money. Returns `undefined` when it is finer than the currency's smallest unit, or beyond all
 * prices.
 */
export function toMoney(amount: string, currency: string): Money | undefined {
  const rounded = Number(amount).toFixed(minorDigits(currency))
  // 19.989999771 is 19.99 with a rounding error; 3.4567 is a price per piece, finer than a cent.
  const isNoise = Math.abs(Number(rounded) - Number(amount)) <= 1e-7 * Number(amount)
  return isNoise && Number(amount) < maxAmount ? money(rounded, currency) : undefined
}
