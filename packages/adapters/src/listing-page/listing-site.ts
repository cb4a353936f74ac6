import type { ListingQuery } from '@telltale/core/ports'

/** The particulars of one marketplace. */
export interface ListingSite {
  /** The id of its adapter unless the options give another. */
  readonly name: string
  /** The origin of its pages unless the options give another. */
  readonly baseUrl: string
  /** Matches the path and the query of a car's own page, with the id of the listing as its first group. */
  readonly detailPath: RegExp
  /** Returns the path of a car's own page, for states that have only its id. @default none */
  readonly detailUrl?: (id: string) => string
  /** Returns the path and the query of a page of a search, from 1 on. */
  readonly searchPath: (query: ListingQuery, page: number) => string
}

/** The market that a site's address belongs to. */
export interface SiteMarket {
  /** The ISO 4217 code of its prices. */
  readonly currency: string
  /** The unit of its mileages. */
  readonly unit: 'mi' | 'km'
}

/** The currencies of top-level domains; those of the euro are the others in Europe. */
const markets: Readonly<Record<string, SiteMarket>> = {
  com: { currency: 'USD', unit: 'mi' },
  us: { currency: 'USD', unit: 'mi' },
  ca: { currency: 'CAD', unit: 'km' },
  uk: { currency: 'GBP', unit: 'mi' },
  ch: { currency: 'CHF', unit: 'km' },
  se: { currency: 'SEK', unit: 'km' },
  dk: { currency: 'DKK', unit: 'km' },
  no: { currency: 'NOK', unit: 'km' },
  pl: { currency: 'PLN', unit: 'km' },
  cz: { currency: 'CZK', unit: 'km' },
  au: { currency: 'AUD', unit: 'km' },
  in: { currency: 'INR', unit: 'km' },
}

const euro: SiteMarket = { currency: 'EUR', unit: 'km' }
const euroDomains = /\.(?:de|nl|be|at|it|fr|es|lu|ie|fi|pt|eu)$/

/** Returns the market of a site by its host name. Sites under `.com` sell in US dollars, except AutoScout24. */
export function marketOf(hostname: string): SiteMarket {
  if (euroDomains.test(hostname) || /autoscout24\.com$/.test(hostname)) return euro
  return markets[hostname.replace(/^.*\./, '')] ?? { currency: 'USD', unit: 'mi' }
}

/** Returns a name as a part of an address: lower case, and `separator` for all that is no letter or digit. */
export const slug = (name: string, separator: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, separator)
    .replaceAll(new RegExp(`^${separator}|${separator}$`, 'g'), '')

/** Returns a query string of the parameters that have a value. */
export function queryString(parameters: Readonly<Record<string, string | number | undefined>>): string {
  const set = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) set.set(name, String(value))
  return set.size === 0 ? '' : `?${set}`
}
