import { defined } from '@telltale/core/ports'
import type { CatalogProduct, Markup } from './catalog.js'
import { type Html, html, jsonLd } from './html.js'
import type { CurrentPrice } from './pricing.js'

/** A product with its current price. */
export interface PricedProduct extends CatalogProduct, CurrentPrice {}

/** The text to display for each availability of schema.org. */
export const availabilityTexts: Readonly<Record<CatalogProduct['availability'], string>> = {
  InStock: 'In stock',
  LimitedAvailability: 'Only a few left',
  OutOfStock: 'Sold out',
}

/** Formats an amount in dollars, such as `$1,299.00`. */
export function dollars(amount: string): string {
  return Number(amount).toLocaleString('en-US', { style: 'currency', currency: 'USD' })
}

/** The functions that render the description and the price of a product, by markup. */
export const productMarkup: Readonly<Record<Markup, (product: PricedProduct) => Html>> = {
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
      <p class="price-tag" itemprop="offers" itemscope itemtype="https://schema.org/Offer">
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

function visiblePrice({ price, wasPrice }: CurrentPrice): Html {
  const was = wasPrice ? html`<del class="was-price">${dollars(wasPrice)}</del>` : html``
  return html`<p class="price-tag"><span class="price">${dollars(price)}</span> ${was}</p>`
}

/** Returns the product in the vocabulary of schema.org, with the strikethrough price as Google specifies it. */
function describe({
  name,
  brand,
  sku,
  slug,
  description,
  price,
  wasPrice,
  availability,
}: PricedProduct): object {
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
