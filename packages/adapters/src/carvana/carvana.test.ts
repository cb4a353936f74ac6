import { describe, expect, it } from 'vitest'
import { capturedHtml, readsItsCaptures } from '../listing-page/testing/captures.js'
import { itIsAListingSite, type SiteCar } from '../listing-page/testing/site-cases.js'
import { carvana, readCarvana } from './index.js'

/** The tile of a car as a search page has it: JSON-LD beside what visitors see. */
const tile = ({ id, vin, year, make, model, trim, price, mileage, seller }: SiteCar) =>
  `<script type="application/ld+json">${JSON.stringify({
    '@context': 'http://schema.org',
    '@type': 'Vehicle',
    itemCondition: 'Used',
    name: `${year} ${make} ${model}`,
    modelDate: String(year),
    brand: make,
    model,
    vehicleConfiguration: trim,
    mileageFromOdometer: String(mileage),
    sku: `2002${id}`,
    vehicleIdentificationNumber: vin,
    seller: { '@type': 'Person', name: seller },
    offers: {
      '@type': 'Offer',
      price: String(price),
      priceCurrency: 'USD',
      url: `https://www.carvana.com/vehicle/${id}`,
    },
  })}</script>`

itIsAListingSite(
  {
    name: 'carvana',
    open: carvana,
    page: (cars, total) => `<title>Cars</title><h1>${total} results</h1>${cars.map(tile).join('')}`,
    pageOf: ({ path, query }) => (path.startsWith('/cars') ? Number(query.get('page')) : undefined),
    asked: {
      query: { make: 'Ford', model: 'F-150' },
      path: '/cars/ford-f-150',
      parameters: { page: '1' },
    },
    currency: 'USD',
    unit: 'mi',
  },
  (number) => String(2_600_000 + number),
)

describe('readCarvana', () => {
  readsItsCaptures(readCarvana, /^carvana/)

  it.each(['carvana-1', 'carvana-2', 'carvana-3', 'carvana-4', 'carvana-6'])(
    'has of each car of %s the price that its JSON-LD states (needs shared/data)',
    (id) => {
      const html = capturedHtml(id)
      if (html === undefined) return
      const blocks = html.matchAll(/<script[^>]*ld\+json[^>]*>([^<]*)</g)
      const stated = [...blocks].flatMap(([, text = '']) => {
        const { vehicleIdentificationNumber: vin, offers } = JSON.parse(text)
        return vin ? [[vin, `${offers.price}.00`]] : []
      })
      const { listings } = readCarvana({ html, url: 'https://www.carvana.com/cars' })
      expect(listings.map(({ vin, price }) => [vin, price?.amount])).toEqual(stated)
    },
  )
})
