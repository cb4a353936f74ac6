import { pseudoRandom } from '../../packages/core/src/statistics/pseudo-random.js'

/** The marketplaces, by the ids of their adapters. */
export const marketplaces = ['north', 'south', 'east', 'west'] as const

/** The makes with their models. */
const models: Readonly<Record<string, readonly string[]>> = {
  Ford: ['F-150', 'Mustang', 'Explorer', 'Escape', 'Edge', 'Fusion'],
  Chevrolet: ['Malibu', 'Tahoe', 'Equinox', 'Traverse', 'Camaro', 'Impala'],
  Toyota: ['Camry', 'Corolla', 'RAV4', 'Tacoma', 'Highlander', 'Prius'],
  Honda: ['Accord', 'Civic', 'CR-V', 'Pilot', 'Odyssey', 'Fit'],
  Nissan: ['Altima', 'Sentra', 'Rogue', 'Maxima', 'Murano', 'Frontier'],
  Hyundai: ['Elantra', 'Sonata', 'Tucson', 'Santa Fe', 'Accent', 'Veloster'],
  Jeep: ['Wrangler', 'Cherokee', 'Grand Cherokee', 'Compass', 'Renegade', 'Patriot'],
  Subaru: ['Outback', 'Forester', 'Impreza', 'Legacy', 'Crosstrek', 'WRX'],
}

/** The makes of the cars. */
export const makes = Object.keys(models)

const colors = ['white', 'black', 'silver', 'gray', 'blue', 'red', 'green', 'brown']
const trims = ['S', 'SE', 'SEL', 'LE', 'XLE', 'EX', 'LX', 'Limited']
const places = [
  { city: 'Chicago', state: 'IL', zip: '60601' },
  { city: 'Miami', state: 'FL', zip: '33101' },
  { city: 'Dallas', state: 'TX', zip: '75201' },
  { city: 'Atlanta', state: 'GA', zip: '30303' },
]

/** A row of a marketplace's answer, in the form of the API of MarketCheck. */
export type MadeRow = Readonly<Record<string, unknown>>

/** The rows of all marketplaces, by the marketplace. The id of a row begins with the number of its car. */
export type MadeMarket = Readonly<Record<string, readonly MadeRow[]>>

/**
 * Makes the cars of four marketplaces, from a fixed seed: 30 % of the listings are of a car that another marketplace lists as
 * well. Seven listings in ten state the VIN. A second listing copies the mileage or has driven up to 50 miles more; its price
 * is within 3 %, and one in ten words its color or its trim otherwise.
 */
export function madeMarket(count: number): MadeMarket {
  const random = pseudoRandom(7)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const market: Record<string, MadeRow[]> = Object.fromEntries(marketplaces.map((name) => [name, []]))
  const duplicates = Math.floor(count * 0.3)
  for (let number = 0; number < count - duplicates; number += 1) {
    const make = pick(makes)
    const [first, second] = marketplaces
      .map((name) => ({ name, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ name }) => name)
    const car = {
      number,
      make,
      model: pick(models[make] ?? []),
      trim: pick(trims),
      year: 2012 + Math.floor(random() * 12),
      miles: 3_000 + Math.floor(random() * 140_000),
      price: 6_000 + Math.floor(random() * 40_000),
      color: pick(colors),
      place: pick(places),
    }
    const add = (name: string, row: MadeRow) => market[name]?.push(row)
    if (first) add(first, rowOf(car, `${number}-1`, random() < 0.7))
    if (!second || number >= duplicates) continue
    const other = {
      ...car,
      miles: car.miles + (random() < 0.5 ? 0 : Math.floor(random() * 50)),
      price: Math.round(car.price * (0.97 + random() * 0.06)),
      color: random() < 0.1 ? pick(colors) : car.color,
      trim: random() < 0.1 ? pick(trims) : car.trim,
    }
    add(second, rowOf(other, `${number}-2`, random() < 0.7))
  }
  return market
}

interface MadeCar {
  readonly number: number
  readonly make: string
  readonly model: string
  readonly trim: string
  readonly year: number
  readonly miles: number
  readonly price: number
  readonly color: string
  readonly place: (typeof places)[number]
}

function rowOf(car: MadeCar, id: string, hasVin: boolean): MadeRow {
  const { make, model, trim, year, number, place } = car
  return {
    id,
    heading: `${year} ${make} ${model} ${trim}`,
    vin: hasVin ? `1FA6P8CF5J${String(number).padStart(7, '0')}` : undefined,
    price: car.price,
    miles: car.miles,
    exterior_color: car.color,
    vdp_url: `https://cars.example/${id}`,
    seller_type: 'dealer',
    inventory_type: 'used',
    media: { photo_links: [`https://cars.example/${id}/1.jpg`, `https://cars.example/${id}/2.jpg`] },
    dealer: { ...place, country: 'US' },
    build: { year, make, model, trim },
  }
}
