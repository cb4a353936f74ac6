import { defined } from '@telltale/core/options'
import type { Page } from '../shop-page/parse/page.js'
import { readJsonLd } from '../shop-page/sources/schema-org/json-ld.js'
import { readMicrodata } from '../shop-page/sources/schema-org/microdata.js'
import { readRdfa } from '../shop-page/sources/schema-org/rdfa.js'
import { itemsOf, type SchemaItem, textOfProperty } from '../shop-page/sources/schema-org/schema-item.js'
import { type StatedCar, uniqueCars } from './stated-car.js'

/** The types of schema.org that are vehicles: https://schema.org/Vehicle and its subtypes, and a common misnomer. */
const vehicleTypes = ['vehicle', 'car', 'motorcycle', 'motorizedbicycle', 'busorcoach', 'automobile']

/** The properties of a vehicle that a product has not. */
const vehicleProperties = ['vehicleidentificationnumber', 'mileagefromodometer', 'vehiclemodeldate']

/** The maximum number of items that are visited, and of cars that are read. */
const maxItems = 20_000
const maxCars = 500

/** Properties that hold other cars than those of the page. */
const otherCars = new Set(['isrelatedto', 'issimilarto', 'isvariantof', 'review', 'breadcrumb'])

/** An offer around a car: `{ '@type': 'Offer', itemOffered: { '@type': 'Car' } }`. */
interface OfferedCar {
  readonly car: SchemaItem
  readonly offer?: SchemaItem
}

/** Reads the vehicles that a page describes by schema.org: as JSON-LD, or else as microdata or RDFa. */
export function readSchemaCars(page: Page): readonly StatedCar[] {
  const readers = [readJsonLd, (each: Page) => readMicrodata(each).items, readRdfa]
  for (const read of readers) {
    const cars = vehiclesIn(read(page)).map(readVehicle)
    if (cars.length > 0) return uniqueCars(cars)
  }
  return []
}

/** Finds the vehicles in items: at the top, in lists, in catalogues of dealers, and in offers. */
function vehiclesIn(items: readonly SchemaItem[]): readonly OfferedCar[] {
  const found: OfferedCar[] = []
  const seen = new Set<SchemaItem>()
  const queue: OfferedCar[] = items.map((car) => ({ car }))
  for (let at = 0; at < queue.length && at < maxItems && found.length < maxCars; at += 1) {
    const { car: item, offer } = queue[at] as OfferedCar
    if (seen.has(item)) continue
    seen.add(item)
    if (isVehicle(item)) found.push(defined({ car: item, offer }))
    else
      for (const name of item.properties.keys())
        if (!otherCars.has(name))
          for (const car of itemsOf(item, name))
            queue.push(defined({ car, offer: name === 'itemoffered' ? item : offer }))
  }
  return found
}

const isVehicle = ({ types, properties }: SchemaItem): boolean =>
  vehicleTypes.some((type) => types.has(type)) ||
  (types.has('product') && vehicleProperties.some((name) => properties.has(name)))

function readVehicle({ car, offer: around }: OfferedCar): StatedCar {
  const text = (...names: string[]) => firstText(car, names)
  const [own] = itemsOf(car, 'offers')
  const offer = own ?? around
  const [spec] = offer ? itemsOf(offer, 'pricespecification') : []
  const [engine] = itemsOf(car, 'vehicleengine')
  const priced = [offer, spec, car].filter((item) => item !== undefined)
  const ofPrice = (...names: string[]) => priced.map((item) => firstText(item, names)).find(Boolean)
  return defined({
    id: text('sku', 'productid') ?? text('vehicleidentificationnumber'),
    vin: text('vehicleidentificationnumber', 'vin') ?? vinOf(text('serialnumber') ?? text('mpn')),
    year: text('vehiclemodeldate', 'modeldate', 'productiondate', 'datevehiclefirstregistered'),
    make: text('brand', 'manufacturer'),
    model: text('model'),
    trim: text('vehicleconfiguration'),
    heading: text('name'),
    ...mileageOf(car),
    price: ofPrice('price', 'lowprice'),
    currency: ofPrice('pricecurrency'),
    url: text('url') ?? (offer && firstText(offer, ['url'])) ?? text('mainentityofpage'),
    condition: text('itemcondition') ?? (offer && firstText(offer, ['itemcondition'])),
    body: text('bodytype'),
    fuel: text('fueltype') ?? (engine && firstText(engine, ['fueltype'])),
    transmission: text('vehicletransmission'),
    drivetrain: text('drivewheelconfiguration'),
    color: text('color', 'vehicleexteriorcolor'),
    owners: text('numberofpreviousowners'),
    images: imagesOf(car),
    sellers: sellersOf([car, offer]),
  })
}

function firstText(item: SchemaItem, names: readonly string[]): string | undefined {
  return names.map((name) => textOfProperty(item, name, 2_000)).find((found) => found !== undefined)
}

const vinOf = (text: string | undefined): string | undefined =>
  text && /^[A-HJ-NPR-Z0-9]{17}$/i.test(text) ? text : undefined

/** Reads `mileageFromOdometer`: a number, a text, or a `QuantitativeValue` with a UN/CEFACT code (KMT, SMI) or a text. */
function mileageOf(car: SchemaItem): Pick<StatedCar, 'mileage' | 'mileageUnit'> {
  const [quantity] = itemsOf(car, 'mileagefromodometer')
  const mileage = quantity
    ? firstText(quantity, ['value', 'minvalue'])
    : firstText(car, ['mileagefromodometer'])
  const unit = quantity ? firstText(quantity, ['unitcode', 'unittext']) : mileage
  return defined({ mileage, mileageUnit: unitOf(unit) })
}

const unitOf = (text: string | undefined): 'mi' | 'km' | undefined =>
  text === undefined
    ? undefined
    : /KMT|km|kilomet/i.test(text)
      ? 'km'
      : /SMI|\bmi\b|mile/i.test(text)
        ? 'mi'
        : undefined

function imagesOf(car: SchemaItem): readonly string[] | undefined {
  const images = (car.properties.get('image') ?? []).map((value) =>
    typeof value === 'object' ? firstText(value, ['contenturl', 'url']) : String(value),
  )
  const found = images.filter((image) => image !== undefined)
  return found.length > 0 ? found : undefined
}

/** Returns the names of who sells the car. */
function sellersOf(items: readonly (SchemaItem | undefined)[]): readonly string[] | undefined {
  const names = items.flatMap((item) =>
    ['seller', 'offeredby'].map((name) => (item ? textOfProperty(item, name) : undefined)),
  )
  const found = names.filter((name) => name !== undefined)
  return found.length > 0 ? found : undefined
}
