import { type Category, categories } from './catalog.js'
import { type Html, html } from './html.js'
import { availabilityTexts, dollars, type PricedProduct, productMarkup } from './product-markup.js'

const style = html`<style>
  :root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 15%, transparent); }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
  a { color: inherit; }
  body > header, body > footer { display: flex; gap: 1.5rem; align-items: baseline; padding: .5rem 0; }
  body > header { border-bottom: 1px solid var(--line); }
  body > footer { border-top: 1px solid var(--line); margin-top: 3rem; font-size: .85rem; }
  .shop { font-weight: 700; font-size: 1.25rem; text-decoration: none; }
  .products { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; padding: 0; }
  .products li { list-style: none; border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; }
  .products img { width: 100%; border-radius: .5rem; }
  .product { display: grid; grid-template-columns: minmax(12rem, 1fr) 2fr; gap: 2rem; margin-top: 2rem; }
  .product img { width: 100%; border-radius: .75rem; }
  .price-tag { font-size: 1.5rem; font-weight: 600; }
  .price-tag del { font-size: 1rem; font-weight: 400; opacity: .6; }
</style>`

function page(title: string, main: Html, head: Html = html``): string {
  const links = categories.map(({ slug, name }) => html`<a href="/categories/${slug}">${name}</a>`)
  return html`<!doctype html>
<html lang="en-US">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${title} · TechShop</title>
  ${style}
  ${head}
</head>
<body>
  <header><a class="shop" href="/">TechShop</a><nav>${links}</nav></header>
  <main>${main}</main>
  <footer>An example shop. All prices in US dollars (USD).</footer>
</body>
</html>
`.text
}

function productList(products: readonly PricedProduct[]): Html {
  const items = products.map(
    ({ slug, name, price }) => html`<li>
      <a href="/products/${slug}"><img src="/images/${slug}.svg" alt=""></a>
      <a href="/products/${slug}">${name}</a><br><strong>${dollars(price)}</strong>
    </li>`,
  )
  return html`<ul class="products">${items}</ul>`
}

/** Returns the home page: every category with its products. */
export function homePage(products: readonly PricedProduct[]): string {
  const sections = categories.map(
    ({ slug, name }) => html`<section>
      <h2><a href="/categories/${slug}">${name}</a></h2>
      ${productList(products.filter(({ category }) => category === slug))}
    </section>`,
  )
  return page('Home', html`<h1>Good things with plugs</h1>${sections}`)
}

/** Returns the page of one category with its products. */
export function categoryPage(category: Category, products: readonly PricedProduct[]): string {
  return page(category.name, html`<h1>${category.name}</h1>${productList(products)}`)
}

/** Returns the page of one product. */
export function productPage(product: PricedProduct): string {
  const { slug, name, brand, availability, markup } = product
  return page(
    name,
    html`<article class="product">
      <img src="/images/${slug}.svg" alt="${name}">
      <div>
        ${productMarkup[markup](product)}
        <p class="availability">${availabilityTexts[availability]}</p>
        <p>By ${brand}</p>
      </div>
    </article>`,
    html`<meta property="og:type" content="product">`,
  )
}

/** Returns the page for an unknown path. */
export function notFoundPage(): string {
  return page('Not found', html`<h1>Nothing here</h1><p><a href="/">Back to the shop</a></p>`)
}

/** Returns a picture of a product as SVG: its first letter on a color of its own. */
export function picture({ name, sku }: Pick<PricedProduct, 'name' | 'sku'>): string {
  const hue = String([...sku].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7) % 360)
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300">
  <rect width="400" height="300" fill="hsl(${hue} 45% 55%)"/>
  <text x="200" y="190" font-family="sans-serif" font-size="120" fill="white" text-anchor="middle">${name.slice(0, 1)}</text>
</svg>
`.text
}
