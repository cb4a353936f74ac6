import { amountsIn, type SpokenAmount } from './car-price-text.js'

/** The meaning of the number in a car's price field, or of the first amount in its words. */
export type CarPriceKind =
  /** The price of the whole car. */
  | 'price'
  /** One of several payments: `$299/mo`, `EMI`, `per week`. */
  | 'instalment'
  /** The amount paid at once, before instalments: `$2,000 down`. */
  | 'down-payment'
  /** The amount that reserves the car: `£500 deposit`. */
  | 'deposit'
  /** A payment of a lease. */
  | 'lease'
  /** The seller wants to be asked: `call for price`, `POA`. */
  | 'on-request'
  /** A number that stands for no price: 0, 1, 1,234, 11,111, 999,999. */
  | 'placeholder'
  /** There is no amount. */
  | 'none'

/** The reading of a car's price. */
export interface CarPrice {
  /** The meaning of the amount. Only `price` is the price of the whole car. */
  readonly kind: CarPriceKind
  /** The amount as a plain decimal string; absent where there is none. */
  readonly amount?: string
  /** The reason for any kind but `price`, in words. */
  readonly reason?: string
}

/** The number and the words of a car's price. */
export interface CarPriceInput {
  /** The number in the price field, or its text, such as `12900` or `'$12,900 OBO'`. */
  readonly price?: number | string | undefined
  /** The words beside it: title, financing terms, description. The first 5,000 characters are read. */
  readonly words?: string | undefined
}

/** Phrases that say what the price field holds, whatever amounts stand in the text. */
const fieldPhrases: readonly (readonly [CarPriceKind, RegExp])[] = [
  [
    'down-payment',
    /\b(?:price|amount) (?:shown|listed|posted|displayed|is|listed is|shown is|above)(?: is)?(?: only| for)?(?: the)? (?:down|minimum down|cash down)\b|\bposted price is (?:the )?down/i,
  ],
  [
    'instalment',
    /\b(?:price|amount) (?:shown|listed|posted|displayed|is|listed is|shown is|above)(?: is)?(?: the)? (?:monthly|weekly|per month|a month|payment)/i,
  ],
  [
    'deposit',
    /\b(?:price|amount) (?:shown|listed|posted|displayed|is|listed is|shown is|above)(?: is)?(?: only| for)?(?: the)? deposit/i,
  ],
  ['lease', /\b(?:price|amount) (?:shown|listed|posted|displayed|is|above)(?: is)?(?: for)?(?: the)? lease/i],
]

/** A seller who wants to be asked. It counts for a field without a number, or with a placeholder. */
const onRequest =
  /\b(?:call|text|email|contact|ask|inquire|enquire|message|dm|see dealer)\b(?: us| me| dealer| seller)?(?: now)?(?: for)?(?: our| the| best| internet)* ?(?:price|pricing|quote|details)?|\bp\.?o\.?a\.?\b|\bprice (?:on|upon) (?:request|application|enquiry|inquiry)\b|\bmake (?:an |me an )?offer\b|\bbest offer\b|\btbd\b|\bauf anfrage\b|\bsur demande\b|\ba consultar\b/i

/** The meaning of an amount in words. */
const reasons: Readonly<Record<Exclude<CarPriceKind, 'price'>, string>> = {
  instalment: 'an instalment and not the price of the car',
  'down-payment': 'a down payment and not the price of the car',
  deposit: 'a deposit and not the price of the car',
  lease: 'the payment of a lease and not the price of the car',
  'on-request': 'no price: the seller wants to be asked',
  placeholder: 'a placeholder and no price',
  none: 'no price is stated',
}

/** The characters of the words that are read. */
const maxWordsChars = 5_000

/**
 * Reads what a car's price field holds, by its number and by the words beside it: the price of the whole car, or an
 * instalment, a down payment, a deposit, the payment of a lease, a placeholder, or nothing. Words count for the number
 * that they stand beside: in `$12,900 or $299/mo` 12,900 is the price. English words, and the commonest of other languages.
 *
 * @example
 * ```ts
 * import { readCarPrice } from '@telltale/core/cars/vehicle'
 *
 * console.log(readCarPrice({ price: 299, words: '2016 Camry, only $299/mo!' }).kind) // instalment
 * console.log(readCarPrice({ price: '$12,900 OBO' })) // { kind: 'price', amount: '12900' }
 * ```
 */
export function readCarPrice({ price, words = '' }: CarPriceInput): CarPrice {
  const field = typeof price === 'number' ? String(price) : (price ?? '').trim()
  const text = words.slice(0, maxWordsChars)
  const own = ownAmount(price, field) ?? (field === '' ? wholePriceIn(amountsIn(text)) : undefined)
  if (!own) return onRequest.test(`${field} ${text}`) ? notPrice('on-request') : notPrice('none')
  if (isPlaceholder(own.value))
    return notPrice(onRequest.test(`${field} ${text}`) ? 'on-request' : 'placeholder', own)
  const said = own.kind === 'price' ? kindInWords(own, text) : own.kind
  return said === 'price' ? { kind: 'price', amount: own.amount } : notPrice(said, own)
}

const notPrice = (kind: Exclude<CarPriceKind, 'price'>, own?: SpokenAmount): CarPrice =>
  own ? { kind, amount: own.amount, reason: reasons[kind] } : { kind, reason: reasons[kind] }

/** Returns the amount in a price field. A number that is not finite, and text without an amount, have none. */
function ownAmount(price: number | string | undefined, field: string): SpokenAmount | undefined {
  if (typeof price !== 'number') return wholePriceIn(amountsIn(field.slice(0, maxWordsChars)))
  return Number.isFinite(price) ? { amount: field, value: price, kind: 'price' } : undefined
}

/** Returns the first amount that is the price of a whole car, or else the first amount. */
const wholePriceIn = (amounts: readonly SpokenAmount[]): SpokenAmount | undefined =>
  amounts.find(({ kind }) => kind === 'price') ?? amounts[0]

/** Returns what the words say of an amount: by a phrase about the price field, or beside the same amount. */
function kindInWords({ value }: SpokenAmount, text: string): Exclude<CarPriceKind, 'on-request' | 'none'> {
  if (text === '') return 'price'
  const phrase = fieldPhrases.find(([, pattern]) => pattern.test(text))
  if (phrase) return phrase[0] as 'instalment'
  const same = amountsIn(text).filter((each) => each.value === value)
  return same.some(({ kind }) => kind === 'price') ? 'price' : (same[0]?.kind ?? 'price')
}

/** Returns `true` for a number that people type where a field must not be empty: 0, 1, 1234, 11111, 999999. */
function isPlaceholder(value: number): boolean {
  if (!(value > 1)) return true
  const digits = String(value)
  if (!/^\d+$/.test(digits)) return false
  if (digits.length >= 3 && '1234567890'.startsWith(digits)) return true
  return /^1{3,}$|^9{6,}$/.test(digits)
}
