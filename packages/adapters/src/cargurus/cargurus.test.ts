import { describe } from 'vitest'
import { readsItsCaptures } from '../listing-page/testing/captures.js'
import { itIsAListingSite, type SiteCar } from '../listing-page/testing/site-cases.js'
import { cargurus, readCargurus } from './index.js'

/** A tile of the state of a search page. */
const tile = ({ id, vin, year, make, model, trim, price, mileage, seller }: SiteCar) => ({
  type: 'LISTING_USED',
  data: {
    id: Number(id),
    vin,
    listingTitle: `${year} ${make} ${model} ${trim}`,
    condition: 'USED',
    priceData: { current: price, totalPrice: price + 899, expected: price + 1_500, differential: 1_500 },
    mileageData: { value: mileage },
    ontologyData: { makeName: make, modelName: model, carYear: String(year), trimName: trim },
    sellerData: { serviceProviderName: seller, city: 'Dallas', region: 'TX' },
    daysOnMarket: 12,
  },
})

const makes = {
  options: [
    { value: 'm6', label: 'Honda', models: [{ value: 'm6/d586', label: 'Accord' }] },
    { value: 'm2', label: 'Ford', models: [{ value: 'm2/d337', label: 'F-150' }] },
  ],
}

const page = (cars: readonly SiteCar[], total: number) => {
  const search = {
    tiles: [...cars.map(tile), { type: 'AD', data: { id: 1 } }],
    totalListings: total,
    filters: { makes },
  }
  const state = { loaderData: { 'routes/($intl).search': { search } } }
  return `<title>Used cars</title><script>window.__remixContext = ${JSON.stringify({ state })};</script>`
}

itIsAListingSite(
  {
    name: 'cargurus',
    open: cargurus,
    page,
    pageOf: ({ path, query }) =>
      path === '/search' && query.has('makeModelTrimPaths') ? Number(query.get('page')) : undefined,
    other: ({ path }) => (path === '/search' ? { text: page([], 50_000) } : undefined),
    asked: {
      query: {
        make: 'ford',
        model: 'f150',
        near: { zip: '75146', radiusMiles: 60 },
        priceUsd: { from: 5_000 },
      },
      path: '/search',
      parameters: {
        makeModelTrimPaths: 'm2/d337',
        zip: '75146',
        distance: '75',
        minPrice: '5000',
        page: '1',
      },
    },
    currency: 'USD',
    unit: 'mi',
  },
  (number) => String(412_000_000 + number),
)

describe('readCargurus', () => {
  readsItsCaptures(readCargurus, /^cargurus/)
})
