import { describe, expect, it } from 'vitest'
import { extractProduct } from './index.js'

const vin = '1HGCM82633A004352'
const car = (more: object = {}) => ({
  '@context': 'https://schema.org',
  '@type': 'Car',
  name: '2019 Honda Accord EX-L',
  brand: 'Honda',
  vehicleModelDate: '2019-03',
  vehicleIdentificationNumber: vin.toLowerCase(),
  mileageFromOdometer: { '@type': 'QuantitativeValue', value: '45.000', unitCode: 'KMT' },
  offers: {
    '@type': 'Offer',
    price: 18_900,
    priceCurrency: 'EUR',
    availability: 'https://schema.org/InStock',
  },
  ...more,
})
const read = (...cars: object[]) =>
  extractProduct(
    `<title>2019 Honda Accord EX-L</title><h1>2019 Honda Accord EX-L</h1>${cars
      .map((each) => `<script type="application/ld+json">${JSON.stringify(each)}</script>`)
      .join('')}`,
    'https://www.haendler.de/fahrzeug/1',
  )

describe('a page that sells a vehicle', () => {
  it.each(['Car', 'Vehicle', 'Motorcycle', 'BusOrCoach'])(
    'gives its price, VIN, year and mileage: %s',
    (type) => {
      expect(read(car({ '@type': type }))).toMatchObject({
        status: 'read',
        price: { amount: '18900.00', currency: 'EUR' },
        vehicle: { vin, year: 2019, mileage: { value: 45_000, unit: 'km' } },
      })
    },
  )

  it('gives no mileage without its unit, and no VIN that is none', () => {
    const bare = car({ mileageFromOdometer: 45_000, vehicleIdentificationNumber: 'n/a' })
    expect(read(bare)).toMatchObject({ vehicle: { year: 2019 } })
    expect(read(bare)).not.toHaveProperty('vehicle.mileage')
    expect(read(bare)).not.toHaveProperty('vehicle.vin')
  })

  it('has no vehicle where it sells something else', () => {
    const kettle = {
      '@context': 'https://schema.org',
      '@type': 'Product',
      name: '2019 Honda Accord EX-L',
      offers: { price: 12, priceCurrency: 'EUR' },
    }
    expect(read(kettle)).not.toHaveProperty('vehicle')
  })
})
