import { asObject, type StateObject } from '../shop-page/sources/shop-state.js'
import { findByName, findNearest, findWord, levelsOf, scalarOf } from './state-object.js'
import { isCarForSale, type StatedCar } from './stated-car.js'

/** The names of the members that may stand in any level of a car, the surest first. */
const anywhere = {
  vin: ['vin', 'VIN', 'vehicleIdentificationNumber'],
  year: [
    'year',
    'modelYear',
    'model_year',
    'carYear',
    'vehicleModelDate',
    'modelDate',
    'firstRegistrationDate',
    'firstRegistration',
  ],
  make: ['make', 'makeName', 'make_name', 'brand', 'manufacturer'],
  model: ['model', 'modelName', 'model_name', 'parentModel', 'modelGroup'],
  trim: ['trim', 'trimName', 'trim_name', 'atTrim', 'modelVersionInput', 'vehicleConfiguration', 'variant'],
  mileage: ['mileage', 'odometer', 'mileageInKm', 'miles', 'mileageData', 'mileageFromOdometer'],
  price: [
    'salePrice',
    'priceRaw',
    'currentPrice',
    'priceData',
    'price',
    'incentivizedPrice',
    'basePrice',
    'askingPrice',
    'listPrice',
    'list_price',
    'derivedPrice',
    'displayPrice',
    'priceFormatted',
  ],
  currency: ['currency', 'priceCurrency', 'currencyCode'],
  color: ['exteriorColor', 'exterior_color', 'exteriorColorSimple', 'color'],
  powerKw: ['powerInKw'],
  horsepower: ['horsePower', 'horsepower'],
  owners: ['noOfPreviousOwners', 'numberOfPreviousOwners'],
  daysListed: ['daysOnMarket', 'daysOnSite', 'daysListed'],
} as const

/** The names of the members that are words. Sites keep codes such as `b` for petrol beside them. */
const words = {
  condition: [
    'stock_type',
    'stockType',
    'itemCondition',
    'condition',
    'offerType',
    'offering',
    'listingType',
    'listingTypes',
  ],
  body: ['bodystyle', 'bodyStyle', 'bodyTypeName', 'bodyType', 'style', 'bodyStyles', 'body'],
  fuel: ['fuelType', 'fuel_type', 'fuelDescription', 'fuelCategory', 'fuel'],
  transmission: ['transmission', 'transmissionType', 'vehicleTransmission'],
  drivetrain: ['drivetrain', 'driveType', 'drivetrainDescription', 'driveWheelConfiguration'],
} as const

/** The names of the members that mean something else further in, such as the id of an image. */
const nearest = {
  id: ['listingId', 'listing_id', 'id', 'vehicleId', 'inventoryId', 'sku', 'stockNumber'],
  url: ['url', 'vdpUrl', 'website', 'vdpBaseUrl', 'detailUrl', 'listingUrl', 'detailPageUrl', 'href'],
  heading: ['listingTitle', 'title', 'heading', 'name'],
} as const

/** Words that a site writes where a model or a trim is not known. */
const missingName = /^(?:unspecified|unknown|others?|andere|autres?|overige?|n\/?a|undefined|null)$/i

/** The members of which a car has one near its surface. Most objects of a state have none. */
const carWords =
  /^(?:vin|vehicleIdentificationNumber|mileage\w*|odometer|make\w*|model\w*|ontologyData|vehicle|vehicleDetails)$/i

/** Reads an object of a state as a car for sale. Returns `undefined` when it is something else. */
export function readStateCar(object: StateObject, owners: StateObject = {}): StatedCar | undefined {
  if (!Object.keys(object).some((key) => carWords.test(key))) return undefined
  const levels = levelsOf(object)
  const car: Record<string, unknown> = {}
  const put = (member: string, value: unknown) => {
    const isName = member === 'model' || member === 'trim'
    if (value !== undefined && !(isName && missingName.test(String(value)))) car[member] = value
  }
  for (const [member, names] of Object.entries(anywhere)) put(member, findByName(levels, names))
  for (const [member, names] of Object.entries(words)) put(member, findWord(levels, names))
  for (const [member, names] of Object.entries(nearest)) put(member, findNearest(levels, names))
  if (car.model === undefined) put('model', findByName(levels, ['modelGroup']))
  if (!isCarForSale(car)) return undefined
  const sellers = sellersOf(object, owners)
  const places = [asObject(object.location), ...sellers.flatMap((seller) => levelsOf(seller).flat())]
  for (const place of places) {
    if (car.city === undefined) put('city', scalarOf(place?.city))
    if (car.state === undefined) put('state', stateOf(place))
    if (car.zip === undefined) put('zip', zipIn(place))
  }
  return { ...car, ...imagesOf(object), ...sellerNamesOf([object, ...sellers]) }
}

const zipIn = (place: StateObject | undefined) =>
  ['zip', 'zipCode', 'zipcode', 'postalCode', 'postCode']
    .map((name) => scalarOf(place?.[name]))
    .find((value) => value !== undefined)

const stateOf = (place: StateObject | undefined) =>
  ['provinceCode', 'stateAbbreviation', 'stateCode', 'state', 'region']
    .map((name) => scalarOf(place?.[name]))
    .find((value) => value !== undefined)

/** Returns the objects about who sells the car: within it, or in the page's own list of sellers. */
function sellersOf(object: StateObject, owners: StateObject): readonly StateObject[] {
  const inside = ['seller', 'dealer', 'owner', 'sellerData', 'dealerData', 'contact']
  const id = scalarOf(object.ownerId ?? object.owner)
  return [...inside.map((name) => object[name]), id === undefined ? undefined : owners[id]]
    .map(asObject)
    .filter((each) => each !== undefined)
}

/** The names under which sites keep who sells a car. */
const sellerNames = [
  'ownerName',
  'dealerName',
  'dealer_name',
  'sellerName',
  'companyName',
  'contactName',
  'serviceProviderName',
  'private_seller',
]

function sellerNamesOf([car, ...sellers]: readonly StateObject[]): Pick<StatedCar, 'sellers'> {
  const values = [
    ...sellerNames.map((name) => car?.[name]),
    ...sellers.flatMap((seller) => [...sellerNames, 'name'].map((name) => seller[name])),
  ]
  const found = values.filter((value) => typeof value === 'string' && value.length > 2) as string[]
  return found.length > 0 ? { sellers: found } : {}
}

function imagesOf(object: StateObject): Pick<StatedCar, 'images'> {
  const holders = [object.images, asObject(object.images)?.sources, object.photos, object.pictures]
  const list = holders.find(Array.isArray) ?? [object.imageUrl ?? asObject(object.pictureData)?.url]
  const images = list.map((image) => scalarOf(image)).filter((image) => typeof image === 'string')
  return images.length > 0 ? { images } : {}
}
