import { parsePackSize } from './pack.js'

/** The attributes that identify a product. */
export interface ProductIdentity {
  /** The title of the product. */
  readonly title?: string
  /** The brand of the product. */
  readonly brand?: string
  /** A GTIN of 8, 12, 13 or 14 digits, or an ISBN of 13. */
  readonly gtin?: string
  /** The manufacturer part number. */
  readonly mpn?: string
}

/** Reduces a text to its letters and digits, in lower case. */
const normalizeText = (text = ''): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

const legalForm =
  /(?<=\p{L}.*)[\s,.]+(?:ag|co|company|corp|corporation|gmbh|inc|kg|limited|llc|ltd|s\.?a|s\.?p\.?a)\.?$/iu

/** Returns a brand as letters and digits, without the legal form of the company: `Acme, Inc.` is `acme`. */
export function readBrand(text = ''): string {
  let name = text.trim().slice(0, 200)
  while (legalForm.test(name)) name = name.replace(legalForm, '')
  return normalizeText(name)
}

/** Digits that stand for no number: one digit over and over, or digits counted up or down. */
function isPlaceholder(digits: string): boolean {
  const body = digits.replace(/^0+/, '')
  const counted = ['123456789012345', '987654321098765'].some((each) => each.startsWith(body))
  return counted || /^(\d)\1*$/.test(body)
}

/**
 * The starts of thirteen digits that name a product in one shop or region only, coupons and receipts: GS1 prefixes 020 to
 * 029, 040 to 059, 200 to 299, 980 to 984 and 990 to 999.
 */
const restrictedPrefix = /^(?:02|04|05|2|98[0-4]|99)/

/**
 * Returns a GTIN as fourteen digits. `undefined` when its check digit is wrong (GS1 General Specifications, section 7.9),
 * when it is a placeholder, or when it is no number of one product everywhere: in-store numbers, coupons, and packs of variable
 * measure, which begin with 9.
 */
export function readGtin(text = ''): string | undefined {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return undefined
  const padded = digits.padStart(14, '0')
  const sum = [...padded].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 1 : 3), 0)
  if (sum % 10 !== 0 || isPlaceholder(padded.slice(0, -1)) || padded.startsWith('9')) return undefined
  // Of eight digits, those that begin with 0 or 2 are a shop's own.
  if (padded.startsWith('000000')) return /^0{6}[02]/.test(padded) ? undefined : padded
  return restrictedPrefix.test(padded.slice(1)) ? undefined : padded
}

/** The minimum length of a part number, and of one without letters: shorter ones are often sizes, colours or years. */
const [minMpnChars, minMpnDigits] = [4, 6]

const measure = /^\d+(?:cl|cm|g|gb|hz|inch|kg|l|mah|mb|ml|mm|oz|pack|pcs|tb|v|w)$/

/** Returns a part number as letters and digits; `undefined` where it tells no products apart: a word, a size, a placeholder. */
export function readMpn(text = ''): string | undefined {
  const mpn = normalizeText(text)
  if (mpn.length < minMpnChars || !/\d/.test(mpn) || measure.test(mpn)) return undefined
  const isNumber = /^\d+$/.test(mpn)
  return isNumber && (mpn.length < minMpnDigits || isPlaceholder(mpn)) ? undefined : mpn
}

/** Capacities and lengths in a title, of which two that differ are two products. */
const sizes = (title: string): ReadonlySet<string> =>
  new Set(
    [...title.toLowerCase().matchAll(/\b(\d+(?:[.,]\d+)?)\s*(gb|tb|mah|inch|cm|mm)\b/g)].map(
      ([, count = '', unit = '']) => `${count.replace(',', '.')}${unit}`,
    ),
  )

/** Checks whether two titles name sizes that differ: shops put one number on all sizes of a product. */
export function namesOtherSize(one: ProductIdentity, other: ProductIdentity): boolean {
  const [title, otherTitle] = [one.title ?? '', other.title ?? '']
  const [pack, otherPack] = [parsePackSize(title), parsePackSize(otherTitle)]
  if (pack && otherPack && pack.unit === otherPack.unit) {
    const ratio = pack.amount / otherPack.amount
    if (ratio < 0.98 || ratio > 1.02) return true
  }
  const [own, others] = [sizes(title), sizes(otherTitle)]
  return own.size > 0 && others.size > 0 && [...own].every((size) => !others.has(size))
}
