/** What tells a product from others. */
export interface ProductIdentity {
  readonly title?: string
  readonly brand?: string
  /** A GTIN of 8, 12, 13 or 14 digits, or an ISBN of 13. */
  readonly gtin?: string
  /** The number that its maker gives it. */
  readonly mpn?: string
}

/** Why two offers are of one product, and how sure that is. */
export interface ProductMatch {
  /**
   * - `gtin`: the same Global Trade Item Number
   * - `mpn`: the same maker's number of the same brand
   * - `title`: titles that name the same things, the same model numbers among them
   */
  readonly by: 'gtin' | 'mpn' | 'title'
  /** How far such a match may be trusted: a GTIN names one trade item, titles may leave out what tells two apart. */
  readonly certainty: 'certain' | 'likely' | 'possible'
}

const certainties = { gtin: 'certain', mpn: 'likely', title: 'possible' } as const

/**
 * Of all words of two titles, so many must be in both. No pair of one product at two shops is at hand to measure how many
 * matches are right. Of 226,037 pairs of different products whose titles are known, 27 are taken for one: makers of many
 * things alike tell them apart by one word, such as a flavour. With 0.6 and any first word it were 139.
 */
const leastOverlap = 0.75

/**
 * Returns why two offers are of the same product: by GTIN, by maker's number and brand, by title, in this order, where
 * the first that both have decides. `undefined` when nothing says so.
 *
 * @example
 * ```ts
 * import { sameProduct } from '@telltale/core/prices'
 *
 * sameProduct({ gtin: '4006381333931' }, { gtin: '04006381333931' }) // { by: 'gtin', certainty: 'certain' }
 * ```
 */
export function sameProduct(one: ProductIdentity, other: ProductIdentity): ProductMatch | undefined {
  const [gtin, otherGtin] = [readGtin(one.gtin), readGtin(other.gtin)]
  if (gtin && otherGtin) return gtin === otherGtin ? matchBy('gtin') : undefined
  const [brand, otherBrand] = [plain(one.brand), plain(other.brand)]
  if (brand && otherBrand && brand !== otherBrand) return undefined
  const [mpn, otherMpn] = [plain(one.mpn), plain(other.mpn)]
  if (mpn && otherMpn && brand && brand === otherBrand) return mpn === otherMpn ? matchBy('mpn') : undefined
  return haveSameTitle(one, other) ? matchBy('title') : undefined
}

const matchBy = (by: ProductMatch['by']): ProductMatch => ({ by, certainty: certainties[by] })

/** Of fourteen digits, if its check digit is right: GS1 General Specifications, section 7.9. */
function readGtin(text = ''): string | undefined {
  const digits = text.replace(/[\s-]/g, '')
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return undefined
  const padded = digits.padStart(14, '0')
  const sum = [...padded].reduce((total, digit, index) => total + Number(digit) * (index % 2 ? 1 : 3), 0)
  return sum % 10 === 0 && !/^0+$/.test(padded) ? padded : undefined
}

const plain = (text = ''): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/**
 * Titles are of one product when they share most words, and every word that tells variants apart: those with a digit,
 * such as a model number, a size or a capacity, and names such as `Pro`, which must be the very same in both.
 */
function haveSameTitle(one: ProductIdentity, other: ProductIdentity): boolean {
  const [words, others] = [wordsOf(one), wordsOf(other)]
  const [marks, otherMarks] = [marksOf(words), marksOf(others)]
  if (!marks.some((mark) => /\d/.test(mark)) || marks.join(' ') !== otherMarks.join(' ')) return false
  const [[first = ''], [otherFirst = '']] = [[...words], [...others]]
  // A title begins with its maker, or with the thing itself.
  if (!others.has(first) || !words.has(otherFirst)) return false
  const shared = [...words].filter((word) => others.has(word)).length
  return shared >= 3 && shared / (words.size + others.size - shared) >= leastOverlap
}

function wordsOf({ title = '', brand = '' }: ProductIdentity): ReadonlySet<string> {
  const text = `${brand} ${title}`.slice(0, 500).normalize('NFKC').toLowerCase()
  // `256 GB` and `256GB` are one word.
  const joined = text.replace(/(\d)\s+(gb|tb|mb|mm|cm|ml|kg|l|g|w|v|mah|inch|hz)\b/gu, '$1$2')
  return new Set(joined.match(/[\p{L}\p{N}]+(?:[.,-][\p{L}\p{N}]+)*/gu) ?? [])
}

/** Names of variants that are otherwise called the same. */
const variant = /^(air|fe|lite|max|mini|plus|pro|se|ultra)$/

const marksOf = (words: ReadonlySet<string>): readonly string[] =>
  [...words].filter((word) => /\d/.test(word) || variant.test(word)).sort()
