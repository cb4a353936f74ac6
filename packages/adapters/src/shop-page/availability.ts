import type { Availability } from '@telltale/core/ports'

const names: readonly Availability[] = [
  'BackOrder',
  'Discontinued',
  'InStock',
  'InStoreOnly',
  'LimitedAvailability',
  'MadeToOrder',
  'OnlineOnly',
  'OutOfStock',
  'PreOrder',
  'PreSale',
  'Reserved',
  'SoldOut',
]

/** What shops write for some of them in product feeds and meta tags. */
const otherNames: readonly (readonly [string, Availability])[] = [
  ['available', 'InStock'],
  ['availablefororder', 'BackOrder'],
  ['limitedstock', 'LimitedAvailability'],
  ['oos', 'OutOfStock'],
  ['unavailable', 'OutOfStock'],
]

const byName = new Map([...names.map((name) => [name.toLowerCase(), name] as const), ...otherNames])

/** Reads one of schema.org's words for availability: `InStock`, `in_stock`, `in stock`, `https://schema.org/InStock`. */
export function readAvailability(text: string): Availability | undefined {
  const word = text.trim().replace(/^https?:\/\/(www\.)?schema\.org\//i, '')
  return word.length > 40 ? undefined : byName.get(word.toLowerCase().replace(/[\s_-]/g, ''))
}

const soldOut =
  /^(?:currently unavailable|unavailable|out of stock|sold out|ausverkauft|nicht (?:verfügbar|lieferbar)|épuisé|indisponible|rupture de stock|agotado|no disponible|esaurito|non disponibile)/
const inStock =
  /^(?:in stock|en stock|auf lager|sofort lieferbar|disponible|disponibile|\d+ in stock|only \d+ left)/

/** Reads what a page tells its visitors, such as `Availability: In stock`; only what is said first counts. */
export function readAvailabilityText(text: string): Availability | undefined {
  const said = text
    .toLowerCase()
    .replace(/^(?:availability|verfügbarkeit|disponibilité|disponibilidad)\s*:|^\W+/, '')
    .trim()
  return soldOut.test(said) ? 'OutOfStock' : inStock.test(said) ? 'InStock' : undefined
}
