import { defined } from '@telltale/core/ports'
import type { CatalogProduct, Markup } from './catalog.js'
import { type Html, html, jsonLd } from './html.js'
import type { PriceTag } from './pricing.js'

/** A product with what its tag says now. */
export interface TaggedProduct extends CatalogProduct, PriceTag {}

/** What a visitor sees for each of schema.org's words. */
export const availabilityTexts: Readonly<Record<CatalogProduct['availability'], string>> = {
  InStock: 'In stock',
  LimitedAvailability: 'Only a few left',
  OutOfStock: 'Sold out',
}

/** An amount as it stands on a tag, such as `$1,299.00`. */
export function dollars(amount: string): string {
  return Number(amount).toLocaleString('en-US', { style: 'currency', currency: 'USD' })
}

/** The part of a product's page that says what it is and what it costs, in one of the ways that shops do. */
export const productMarkup: Readonly<Record<Markup, (product: TaggedProduct) => Html>> = {
  'json-ld': (product) => html`
    ${jsonLd(describe(product))}
    <h1>${product.name}</h1>
    <p>${product.description}</p>
    ${visiblePrice(product)}`,

  microdata: ({ name, brand, sku, slug, description, price, availability }) => html`
    <div itemscope itemtype="https://schema.org/Product">
      <link itemprop="image" href="/images/${slug}.svg">
      <meta itemprop="sku" content="${sku}">
      <meta itemprop="brand" content="${brand}">
      <h1 itemprop="name">${name}</h1>
      <p itemprop="description">${description}</p>
      <p class="tag" itemprop="offers" itemscope itemtype="https://schema.org/Offer">
        <meta itemprop="priceCurrency" content="USD">
        <span itemprop="price" content="${price}">${dollars(price)}</span>
        <link itemprop="availability" href="https://schema.org/${availability}">
      </p>
    </div>`,

  plain: (product) => html`
    <h1>${product.name}</h1>
    <p>${product.description}</p>
    ${visiblePrice(product)}`,
}

function visiblePrice({ price, wasPrice }: PriceTag): Html {
  const was = wasPrice ? html`<del class="was-price">${dollars(wasPrice)}</del>` : html``
  return html`<p class="tag"><span class="price">${dollars(price)}</span> ${was}</p>`
}

/** The product in schema.org's words. A struck-out price stands beside the current one, as Google asks of shops. */
function describe({
  name,
  brand,
  sku,
  slug,
  description,
  price,
  wasPrice,
  availability,
}: TaggedProduct): object {
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name,
    description,
    sku,
    brand: { '@type': 'Brand', name: brand },
    image: [`/images/${slug}.svg`],
    offers: {
      '@type': 'Offer',
      priceCurrency: 'USD',
      price,
      availability: `https://schema.org/${availability}`,
      ...defined({
        priceSpecification: wasPrice
          ? {
              '@type': 'UnitPriceSpecification',
              priceType: 'https://schema.org/StrikethroughPrice',
              price: wasPrice,
              priceCurrency: 'USD',
            }
          : undefined,
      }),
    },
  }
}
