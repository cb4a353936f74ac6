import { describe, expect, it } from 'vitest'
import { readsItsCaptures } from '../listing-page/testing/captures.js'
import { itIsAListingSite, madeCars, type SiteCar } from '../listing-page/testing/site-cases.js'
import { carscom, readCarscom } from './index.js'

const idOf = (number: number) => `f36525be-f38b-4213-ad98-${String(number).padStart(12, '0')}`
const escaped = (value: object) => JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;')

/** A card of the newest form, whose attribute has the car as JSON. */
const card = ({ id, seller, ...car }: SiteCar) =>
  `<fuse-card data-vehicle-details="${escaped({ listingId: id, ...car, price: String(car.price), stockType: 'Used', seller: { name: seller } })}">
  <a href="/vehicledetail/${id}/">${car.year} ${car.make} ${car.model}</a><span>$${car.price + 400} MSRP</span></fuse-card>`

itIsAListingSite(
  {
    name: 'carscom',
    open: carscom,
    page: (cars, total) => `<title>Cars</title><h1>${total} matches</h1>${cars.map(card).join('')}`,
    pageOf: ({ path, query }) => (path === '/shopping/results/' ? Number(query.get('page')) : undefined),
    asked: {
      query: {
        make: 'Ford',
        model: 'F-150',
        condition: 'certified',
        near: { zip: '75146', radiusMiles: 50 },
      },
      path: '/shopping/results/',
      parameters: {
        stock_type: 'cpo',
        'makes[]': 'ford',
        'models[]': 'ford-f_150',
        zip: '75146',
        maximum_distance: '50',
      },
    },
    currency: 'USD',
    unit: 'mi',
  },
  idOf,
)

describe('readCarscom', () => {
  readsItsCaptures(readCarscom, /^cars\.com/)

  const url = 'https://www.cars.com/shopping/results/'
  const plainCard = ({ id, year, make, model, trim, price, mileage, seller }: SiteCar) =>
    `<div class="vehicle-card" data-listing-id="${id}"><a href="/vehicledetail/${id}/"><h2 class="title">${year} ${make} ${model} ${trim}</h2></a>
    <div class="mileage">${mileage.toLocaleString('en-US')} mi.</div><span class="primary-price">$${price.toLocaleString('en-US')}</span>
    <span class="price-drop">$500</span><span class="monthly-payment">$299/mo</span><div class="dealer-name">${seller}</div> (12 mi. away)</div>`

  it('reads cards without any data, and takes no other amount for the price', () => {
    const cars = madeCars(idOf, 3)
    const { listings, total } = readCarscom({
      html: `<p>1,203 matches</p>${cars.map(plainCard).join('')}`,
      url,
    })
    expect(total).toBe(1_203)
    expect(
      listings.map(({ externalId, price, mileageMiles }) => [externalId, price?.amount, mileageMiles]),
    ).toEqual(cars.map(({ id, price, mileage }) => [id, `${price}.00`, mileage]))
    expect(JSON.stringify(listings)).not.toContain('Quackenbush')
  })

  it('has no price of a card with two that contradict each other', () => {
    const twice = madeCars(idOf, 2).map(
      (car) => `${plainCard(car).slice(0, -6)}<b class="price">$9,999</b></div>`,
    )
    const { listings } = readCarscom({ html: twice.join(''), url })
    expect(listings).toHaveLength(2)
    for (const listing of listings) expect(listing).not.toHaveProperty('price')
  })
})
