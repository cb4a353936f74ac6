import type { PricePlan } from './pricing.js'

/** A category of the shop. */
export interface Category {
  /** The category's name in a URL. */
  readonly slug: string
  /** The name to display. */
  readonly name: string
}

/** The markup of the price on a product's page. It differs between products, as it does between real shops. */
export type Markup = 'json-ld' | 'microdata' | 'plain'

/** A product of the shop. */
export interface CatalogProduct {
  /** The product's name in a URL. */
  readonly slug: string
  /** The `slug` of the product's category. */
  readonly category: string
  /** The stock-keeping unit. */
  readonly sku: string
  /** The name to display. */
  readonly name: string
  /** The brand. */
  readonly brand: string
  /** The description, in one sentence. */
  readonly description: string
  /** The markup of the product's page. */
  readonly markup: Markup
  /** The availability, a value of schema.org's ItemAvailability. */
  readonly availability: 'InStock' | 'LimitedAvailability' | 'OutOfStock'
  /** The changes of the price over time. */
  readonly pricePlan: PricePlan
}

/** The categories, in the order of the home page. */
export const categories: readonly Category[] = [
  { slug: 'phones', name: 'Phones' },
  { slug: 'laptops', name: 'Laptops' },
  { slug: 'audio', name: 'Audio' },
]

/** The products of the shop. Names and brands are invented. Prices are in US dollars. */
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
