import { type PriceHints, readPriceText, type StatedPrice } from '../../values/price-text.js'

/** The maximum length of a text that is read as a price, in characters. */
export const maxPriceChars = 80

/** The maximum number of letters beside a price, enough for `Our price incl. VAT:`. A sentence is about something else. */
const maxLetters = 24

/** The price that a short text states; `'ambiguous'` for money that is not one price; absent without a price. */
export type BriefPrice = StatedPrice | 'ambiguous' | undefined

/** The prices that were read, by page and text: pages repeat their texts, and several readers meet the same one. */
const pricesByText = new WeakMap<PriceHints, Map<string, BriefPrice>>()

/** Reads the price of a short text that consists of hardly anything else. Results are cached for each page. */
export function readBriefPrice(text: string, hints: PriceHints): BriefPrice {
  // A number alone names no currency.
  if (text.length > maxPriceChars || !/\d/.test(text) || !/[\p{Sc}\p{L}]/u.test(text)) return undefined
  const known = pricesByText.get(hints) ?? new Map<string, BriefPrice>()
  if (known.size === 0) pricesByText.set(hints, known)
  if (!known.has(text)) known.set(text, parseBriefPrice(text, hints))
  return known.get(text)
}

function parseBriefPrice(text: string, hints: PriceHints): BriefPrice {
  if (countLetters(text) > maxLetters) return undefined
  const once = withoutRepetition(text)
  return isPackPart(once) ? undefined : readPriceText(once, hints)
}

/** Checks whether a text states the price of one piece of a pack: `(26,21 € / 2)`. */
export const isPackPart = (text: string): boolean => /\/ ?\d+ ?\)?$/.test(text)

/** Counts the digits of a text. */
export const countDigits = (text: string): number => text.match(/\d/g)?.length ?? 0

/** Counts the letters of a text. */
export const countLetters = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0

/**
 * Cuts a text before its second number when all its numbers are equal. Shops write a price twice, once for the eye and
 * once for a screen reader.
 */
export function withoutRepetition(text: string): string {
  const [first, ...others] = [...text.matchAll(/\d(?:[\d.,'’]*\d)?/g)]
  const [second] = others
  if (!first || !second) return text
  const plain = digitsWithoutCents(first[0])
  return others.every(([number]) => digitsWithoutCents(number) === plain) ? text.slice(0, second.index) : text
}

/** Returns the digits of a number, without its cents where these are zero. */
const digitsWithoutCents = (number: string): string => number.replace(/[.,]00?$/, '').replace(/\D/g, '')
