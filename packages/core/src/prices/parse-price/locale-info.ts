/** What a language tag tells about its prices. */
export interface LocaleInfo {
  /** What stands before decimals. */
  readonly separator: string | undefined
  /** The country that is written in the tag. */
  readonly region: string | undefined
  /** The country where most speak the language, when none is written. */
  readonly likelyRegion: string | undefined
}

/** Making a formatter takes longer than reading a price, and a page has one language. */
const known = /* @__PURE__ */ new Map<string, LocaleInfo>()

/** There are fewer languages and countries in use; a host that passes more is not remembered. */
const mostKnown = 1_000

/** Returns what the tag tells; `undefined` when it is no BCP 47 language tag. */
export function localeInfo(tag: string): LocaleInfo | undefined {
  const facts = known.get(tag) ?? read(tag)
  if (facts && known.size < mostKnown) known.set(tag, facts)
  return facts
}

function read(tag: string): LocaleInfo | undefined {
  try {
    const locale = new Intl.Locale(tag)
    const parts = new Intl.NumberFormat(tag, { numberingSystem: 'latn' }).formatToParts(0.5)
    const separator = parts.find(({ type }) => type === 'decimal')?.value
    return { separator, region: locale.region, likelyRegion: locale.maximize().region }
  } catch {
    return undefined
  }
}
