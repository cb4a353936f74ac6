import { namesOtherSize, type ProductIdentity, readBrand, readGtin, readMpn } from './product-numbers.js'

/** A match of two offers of one product, with its certainty. */
export interface ProductMatch {
  /**
   * The attribute that matched:
   *
   * - `gtin`: the same Global Trade Item Number
   * - `mpn`: the same manufacturer part number of the same brand
   * - `title`: titles with the same model numbers and mostly the same words
   */
  readonly by: 'gtin' | 'mpn' | 'title'
  /**
   * The certainty of such a match. A GTIN names one trade item; titles may leave out what tells two variants apart.
   */
  readonly certainty: 'certain' | 'likely' | 'possible'
}

const certainties = { gtin: 'certain', mpn: 'likely', title: 'possible' } as const

/**
 * The minimum share of the words of two titles that are in both (Jaccard index). The precision of matches by title is
 * not known, for want of labeled pairs. Of 226,037 pairs of different products, 27 match by title: some makers tell
 * many similar products apart by one word, such as a flavour. With 0.6 and any first word, 139 would match.
 */
const minTitleOverlap = 0.75

/**
 * Matches two offers by GTIN, by manufacturer part number and brand, or by title, in this order; the first attribute
 * that both have decides. Returns `undefined` when nothing says that they are the same product, and where their titles name
 * sizes that differ: shops put one number on all sizes. Numbers that name no one product do not count: in-store GTINs,
 * placeholders, part numbers that are a word or a size.
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
  if (namesOtherSize(one, other)) return undefined
  if (gtin && otherGtin) return gtin === otherGtin ? matchBy('gtin') : undefined
  const [brand, otherBrand] = [readBrand(one.brand), readBrand(other.brand)]
  if (brand && otherBrand && brand !== otherBrand) return undefined
  const [mpn, otherMpn] = [readMpn(one.mpn), readMpn(other.mpn)]
  if (mpn && otherMpn && brand && brand === otherBrand) return mpn === otherMpn ? matchBy('mpn') : undefined
  return titlesMatch(one, other) ? matchBy('title') : undefined
}

/** A key that two offers of one product share: offers with one key are to be matched, and no others. */
export interface IdentityKey {
  /** The attribute that the key is of. */
  readonly by: ProductMatch['by']
  /** The key, unique among all attributes. */
  readonly key: string
}

/**
 * Returns the keys by which offers are suggested as the same product, the surest first. They are stricter than
 * {@link sameProduct}: a title counts only where it has exactly the same words, one of them with a digit, in any order.
 */
export function identityKeys(identity: ProductIdentity): readonly IdentityKey[] {
  const gtin = readGtin(identity.gtin)
  const [brand, mpn] = [readBrand(identity.brand), readMpn(identity.mpn)]
  const words = wordsOf(identity)
  const isTelling = words.size >= 3 && [...words].some((word) => /\d/.test(word))
  const keys = {
    gtin,
    mpn: brand && mpn ? `${brand} ${mpn}` : undefined,
    title: isTelling ? [...words].sort().join(' ') : undefined,
  }
  return (['gtin', 'mpn', 'title'] as const).flatMap((by) =>
    keys[by] ? [{ by, key: `${by} ${keys[by]}` }] : [],
  )
}

const matchBy = (by: ProductMatch['by']): ProductMatch => ({ by, certainty: certainties[by] })

/**
 * Checks whether two titles name one product: they share most words, and all that tell variants apart. Those are
 * words with a digit, such as a model number, a size or a capacity, and names such as `Pro`.
 */
function titlesMatch(one: ProductIdentity, other: ProductIdentity): boolean {
  const [words, others] = [wordsOf(one), wordsOf(other)]
  const [distinctive, otherDistinctive] = [distinctiveWords(words), distinctiveWords(others)]
  if (!distinctive.some((word) => /\d/.test(word)) || distinctive.join(' ') !== otherDistinctive.join(' '))
    return false
  const [[first = ''], [otherFirst = '']] = [[...words], [...others]]
  // The first word is the brand, or the kind of product.
  if (!others.has(first) || !words.has(otherFirst)) return false
  const shared = [...words].filter((word) => others.has(word)).length
  return shared >= 3 && shared / (words.size + others.size - shared) >= minTitleOverlap
}

function wordsOf({ title = '', brand = '' }: ProductIdentity): ReadonlySet<string> {
  const text = `${brand} ${title}`.slice(0, 500).normalize('NFKC').toLowerCase()
  // `256 GB` and `256GB` are one word.
  const joined = text.replace(/(\d)\s+(gb|tb|mb|mm|cm|ml|kg|l|g|w|v|mah|inch|hz)\b/gu, '$1$2')
  return new Set(joined.match(/[\p{L}\p{N}]+(?:[.,-][\p{L}\p{N}]+)*/gu) ?? [])
}

/** Names that tell variants of one product apart. */
const variantName = /^(air|fe|lite|max|mini|plus|pro|se|ultra)$/

/** Returns the words that tell variants apart, in order. */
const distinctiveWords = (words: ReadonlySet<string>): readonly string[] =>
  [...words].filter((word) => /\d/.test(word) || variantName.test(word)).sort()
