/** The price conventions of a language tag. */
export interface LocaleInfo {
  /** The decimal separator. */
  readonly separator: string | undefined
  /** The region that is written in the tag. */
  readonly region: string | undefined
  /** The likely region of the language, which is the written one where there is one. */
  readonly likelyRegion: string | undefined
}

/** A cache: making a formatter takes longer than reading a price, and a page has one language. */
const cache = /* @__PURE__ */ new Map<string, LocaleInfo>()

/** The maximum size of the cache. Fewer languages and countries are in use; further tags are not cached. */
const maxCached = 1_000

/** Returns the conventions of a tag; `undefined` when it is no BCP 47 language tag. */
export function localeInfo(tag: string): LocaleInfo | undefined {
  const info = cache.get(tag) ?? read(tag)
  if (info && cache.size < maxCached) cache.set(tag, info)
  return info
}

function read(tag: string): LocaleInfo | undefined {
  try {
    const locale = new Intl.Locale(tag)
    const parts = new Intl.NumberFormat(
      // Some engines give no language for `und`.
      tag.startsWith('und-') ? `${locale.maximize().language}-${locale.region}` : tag,
      { numberingSystem: 'latn' },
    ).formatToParts(0.5)
    const separator = parts.find(({ type }) => type === 'decimal')?.value
    return { separator, region: locale.region, likelyRegion: locale.maximize().region }
  } catch {
    return undefined
  }
}

/** The countries of the euro, by the ISO 3166 codes of their regions. */
export const euroRegions = 'AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK AD MC SM VA ME XK'

/** Checks for a currency of the region of a language tag, which is the likely one where the tag names none. */
export function isCurrencyOf(tag: string, currency: string): boolean {
  const region = localeInfo(tag)?.likelyRegion
  if (!region) return false
  return currency === 'EUR' ? euroRegions.includes(region) : currency.startsWith(region)
}

/** Returns the decimal separator of the country of a currency. Most countries of the euro write a comma. */
export const separatorOf = (currency: string): string | undefined =>
  currency === 'EUR' ? ',' : localeInfo(`und-${currency.slice(0, 2)}`)?.separator
