import { describe, expect, it } from 'vitest'
import { readsItsCaptures } from '../listing-page/testing/captures.js'
import { itIsAListingSite, type SiteCar } from '../listing-page/testing/site-cases.js'
import { autotrader, readAutotrader } from './index.js'

/** A car as the state of a search page has it. */
const inState = ({ id, vin, year, make, model, trim, price, mileage, seller }: SiteCar) => ({
  id: Number(id),
  vin,
  year,
  make,
  model,
  trim,
  title: `Used ${year} ${make} ${model} ${trim}, ask ${seller}`,
  specifications: { mileage: { label: 'miles', value: mileage.toLocaleString('en-US') } },
  pricingDetail: { salePrice: price, incentive: price + 1, msrp: price + 9_000 },
  owner: 7,
  ownerName: seller,
  phone: { value: '4708231328' },
  type: 'Used',
})

/** The state of the search pages before 2024, with cars of other lists beside those of the search. */
const stateOf = (cars: readonly SiteCar[], total: number) => ({
  initialState: {
    inventory: Object.fromEntries([...cars].reverse().map((car) => [car.id, inState(car)])),
    owners: { 7: { name: 'Zebulon Quackenbush', location: { address: { city: 'Atlanta', state: 'GA' } } } },
    domain: { srp: { results: { activeResults: cars.map(({ id }) => Number(id)), count: total } } },
  },
})

itIsAListingSite(
  {
    name: 'autotrader',
    open: autotrader,
    page: (cars, total) =>
      `<title>Cars</title><script>window.__BONNET_DATA__=${JSON.stringify(stateOf(cars, total))}</script>`,
    pageOf: ({ path, query }) =>
      path.startsWith('/cars-for-sale/') ? 1 + Number(query.get('firstRecord')) / 25 : undefined,
    asked: {
      query: {
        make: 'Land Rover',
        model: 'Range Rover',
        condition: 'used',
        near: { zip: '75146', radiusMiles: 50 },
        years: { from: 2019, to: 2021 },
        priceUsd: { to: 30_000 },
        mileageMiles: { to: 60_000 },
      },
      path: '/cars-for-sale/used-cars/land-rover/range-rover',
      parameters: {
        zip: '75146',
        searchRadius: '50',
        startYear: '2019',
        endYear: '2021',
        maxPrice: '30000',
        maxMileage: '60000',
        firstRecord: '0',
      },
    },
    currency: 'USD',
    unit: 'mi',
  },
  (number) => String(600_000_000 + number),
)

describe('readAutotrader', () => {
  readsItsCaptures(readAutotrader, /^autotrader\.com/)

  it('reads the newer state, whose members have other forms', () => {
    const vehicle = {
      id: 714_000_001,
      vin: '1HGCM82633A004352',
      year: 2021,
      make: { code: 'HONDA', name: 'Honda' },
      model: { code: 'ACCORD', name: 'Accord' },
      trim: { name: 'Sport' },
      mileage: { value: '45,000' },
      pricingDetail: { displayPrice: '$24,500', salePrice: 24_500 },
      ownerName: 'Zebulon Quackenbush',
    }
    const props = {
      pageProps: {
        __eggsState: {
          inventory: { 714000001: vehicle },
          results: { activeResults: [714_000_001], count: 1 },
        },
      },
    }
    const html = `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props })}</script>`
    expect(readAutotrader({ html, url: 'https://www.autotrader.com/cars-for-sale/all-cars' })).toMatchObject({
      total: 1,
      listings: [
        {
          externalId: '714000001',
          make: 'Honda',
          model: 'Accord',
          trim: 'Sport',
          mileageMiles: 45_000,
          price: { amount: '24500.00', currency: 'USD' },
          url: 'https://www.autotrader.com/cars-for-sale/vehicle/714000001',
        },
      ],
    })
  })
})
