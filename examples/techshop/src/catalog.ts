import type { PricePlan } from './pricing.js'

/** A shelf of the shop. */
export interface Category {
  /** Its name in a URL. */
  readonly slug: string
  readonly name: string
}

/** How a product's page says what it costs: shops differ, and so do the pages of this one. */
export type Markup = 'json-ld' | 'microdata' | 'plain'

/** Something the shop sells. */
export interface CatalogProduct {
  /** Its name in a URL. */
  readonly slug: string
  /** The `slug` of the category it stands in. */
  readonly category: string
  readonly sku: string
  readonly name: string
  readonly brand: string
  readonly description: string
  readonly markup: Markup
  /** One of schema.org's ItemAvailability. */
  readonly availability: 'InStock' | 'LimitedAvailability' | 'OutOfStock'
  readonly pricePlan: PricePlan
}

/** The shelves, in the order of the home page. */
export const categories: readonly Category[] = [
  { slug: 'phones', name: 'Phones' },
  { slug: 'laptops', name: 'Laptops' },
  { slug: 'audio', name: 'Audio' },
]

/** What the shop sells. Names and brands are invented; every price is in US dollars. */
export const products: readonly CatalogProduct[] = [
  {
    slug: 'aurora-x2',
    category: 'phones',
    sku: 'TS-1001',
    name: 'Aurora X2 256 GB',
    brand: 'Aurora',
    description: 'A 6.4 inch phone with two days of battery.',
    markup: 'json-ld',
    availability: 'InStock',
    pricePlan: { base: '799.00', sale: { fromMs: 7_000, untilMs: 14_000, price: '649.00' } },
  },
  {
    slug: 'aurora-mini',
    category: 'phones',
    sku: 'TS-1002',
    name: 'Aurora Mini 128 GB',
    brand: 'Aurora',
    description: 'The small one, for one hand.',
    markup: 'microdata',
    availability: 'InStock',
    pricePlan: {
      base: '499.00',
      changes: [
        { atMs: 5_000, price: '479.00' },
        { atMs: 15_000, price: '489.00' },
      ],
    },
  },
  {
    slug: 'basalt-14',
    category: 'laptops',
    sku: 'TS-2001',
    name: 'Basalt 14 Laptop',
    brand: 'Basalt',
    description: 'Fourteen inches, sixteen gigabytes, one kilogram.',
    markup: 'json-ld',
    availability: 'LimitedAvailability',
    pricePlan: { base: '1299.00', changes: [{ atMs: 9_000, price: '1349.00' }] },
  },
  {
    slug: 'basalt-16-studio',
    category: 'laptops',
    sku: 'TS-2002',
    name: 'Basalt 16 Studio Laptop',
    brand: 'Basalt',
    description: 'For those who cut films on the train.',
    markup: 'json-ld',
    availability: 'OutOfStock',
    pricePlan: { base: '2499.00' },
  },
  {
    slug: 'tern-headphones',
    category: 'audio',
    sku: 'TS-3001',
    name: 'Tern Headphones',
    brand: 'Tern',
    description: 'Closed, quiet, and light enough to forget.',
    markup: 'plain',
    availability: 'InStock',
    pricePlan: {
      base: '179.00',
      changes: [{ atMs: 4_000, price: '169.00' }],
      sale: { fromMs: 10_000, untilMs: 16_000, price: '129.00' },
    },
  },
  {
    slug: 'tern-buds',
    category: 'audio',
    sku: 'TS-3002',
    name: 'Tern Buds',
    brand: 'Tern',
    description: 'In-ear, with a case that charges them five times.',
    markup: 'json-ld',
    availability: 'InStock',
    pricePlan: { base: '59.90', changes: [{ atMs: 11_000, price: '54.90' }] },
  },
]
