import { adapterCases } from '@telltale/core/testing'
import { describe, it } from 'vitest'
import { webshop } from './index.js'

const html = `<!doctype html><title>Ginger tea</title><h1>Ginger tea</h1>
  <script type="application/ld+json">
    {
      "@context": "https://schema.org", "@type": "Product", "name": "Ginger tea",
      "offers": { "@type": "Offer", "price": "3.50", "priceCurrency": "EUR" }
    }
  </script>`
const products = { page: { url: 'https://shop.example/tea', html }, foreign: 'ftp://shop.example/tea' }

describe('webshop', () => {
  for (const { name, run } of adapterCases(() => webshop(), { products })) it(name, run)
})
