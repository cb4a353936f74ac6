import { describe, expect, it } from 'vitest'
import { capturedHtml, readsItsCaptures } from '../listing-page/testing/captures.js'
import { itIsAListingSite, type SiteCar } from '../listing-page/testing/site-cases.js'
import { autoscout24, readAutoscout24 } from './index.js'

/** A car as the state of a search page has it. */
const inState = ({ id, vin, year, make, model, trim, price, mileage, seller }: SiteCar) => ({
  id,
  vehicle: {
    make,
    model: 'Unspecified',
    modelGroup: model,
    modelVersionInput: trim,
    fuel: 'Benzin',
    vin,
    mileageInKm: `${mileage.toLocaleString('de-DE')} km`,
  },
  price: { priceFormatted: `€ ${price.toLocaleString('de-DE')}`, suggestedRetailPrice: '€ 99.999' },
  url: `/angebote/${make}-${model}-benzin-${id}`,
  location: { countryCode: 'DE', zip: '09526', city: 'Olbernhau' },
  seller: { companyName: seller, contactName: seller, phones: [{ formattedNumber: '+49 37360 12345' }] },
  tracking: {
    firstRegistration: `04-${year}`,
    mileage: String(mileage),
    price: String(price),
    fuelType: 'b',
  },
})

const stateOf = (cars: readonly SiteCar[], total: number) => ({
  props: { pageProps: { listings: cars.map(inState), numberOfResults: total, recommendations: [] } },
})

itIsAListingSite(
  {
    name: 'autoscout24',
    open: autoscout24,
    page: (cars, total) =>
      `<title>Autos</title><script id="__NEXT_DATA__" type="application/json">${JSON.stringify(stateOf(cars, total))}</script>`,
    pageOf: ({ path, query }) => (path.startsWith('/lst') ? Number(query.get('page')) : undefined),
    asked: {
      query: {
        make: 'Volkswagen',
        model: 'Polo',
        condition: 'used',
        years: { from: 2018 },
        mileageMiles: { to: 62_137 },
      },
      path: '/lst/volkswagen/polo',
      parameters: { ustate: 'U', fregfrom: '2018', kmto: '100000', page: '1' },
    },
    currency: 'EUR',
    unit: 'km',
  },
  (number) => `6b798f3e-3da8-4aa6-8d01-${String(number).padStart(12, '0')}`,
)

describe('readAutoscout24', () => {
  readsItsCaptures(readAutoscout24, /^(?:autoscout24|autotrader\.ca)/)

  it.each([
    ['autoscout24.nl-1', /"priceFormatted":"€ ([\d.]+)/g],
    ['autotrader.ca-1', /"priceFormatted":"\$ ([\d,]+)/g],
    ['autoscout24.de-2', /"prices":\{"public":\{"price":"€ ([\d.]+)/g],
  ])('has of each car of %s the price that the page shows (needs shared/data)', (id, shown) => {
    const html = capturedHtml(id)
    if (html === undefined) return
    const prices = [...html.matchAll(shown)].map(([, text = '']) => `${text.replace(/\D/g, '')}.00`)
    const { listings } = readAutoscout24({ html, url: `https://www.${id.slice(0, -2)}/` })
    expect(listings.map(({ price }) => price?.amount)).toEqual(prices.slice(0, listings.length))
  })
})
