import { dayMs } from '../../../time/index.js'
import type { CarPriceKind } from '../../vehicle/car-price.js'
import { engineAttributes, trimOf, versionAttributes } from '../features.js'
import type { MarketVehicle } from '../market-listing.js'
import { brandOf } from '../title-brand.js'
import type { Difference, DifferenceName, ValuationWords } from './valuation-words.js'

const kmPerMile = 1.609344
/** The regions of English in which distances are in miles. */
const mileRegions = ['US', 'GB', 'LR', 'MM', 'PR']

/** Makes the English words for a locale: its region decides between miles and kilometres and how figures are written. */
export function englishWords(locale: string): ValuationWords {
  const region = new Intl.Locale(locale).region ?? 'US'
  const inMiles = mileRegions.includes(region)
  const figures = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
  const whole = (figure: number) => (inMiles ? withThousands(Math.round(figure)) : figures.format(figure))
  const distance = (miles: number) => (inMiles ? `${whole(miles)} miles` : `${whole(miles * kmPerMile)} km`)
  return {
    whole,
    distance,
    base: ({ year, make, model }, { miles, mean }) =>
      mean
        ? `the mean of ${mean.cars} comparables, of ${mean.year.toFixed(1)} and ${distance(miles)} in the mean`
        : `a ${year} ${make} ${model} with the usual ${distance(miles)}`,
    adjustment: (name, vehicle, { miles, mean }) => {
      if (name === 'like cars') return 'like cars: what the most similar ones cost beyond all else'
      if (name === 'age' && mean) return `age: of ${vehicle.year} instead of ${mean.year.toFixed(1)}`
      if (name !== 'mileage' || vehicle.mileageMiles === undefined) return withOwnFigure(name, vehicle)
      return `mileage: ${distance(vehicle.mileageMiles)} instead of ${mean ? '' : 'the usual '}${distance(miles)}`
    },
    difference: (name, cars) => differenceInWords(name, cars, distance),
    refusals,
    notes: notesWith(distance, whole),
    prices: pricesWith(whole),
  }
}

/** Writes a whole number with a comma before each three digits. By hand, since every comparable comes here. */
const withThousands = (figure: number): string =>
  figure < 1_000
    ? String(figure)
    : `${withThousands(Math.floor(figure / 1_000))},${String(1_000 + (figure % 1_000)).slice(1)}`

function withOwnFigure(name: string, vehicle: MarketVehicle): string {
  if (name === 'trim') return `trim: ${trimOf(vehicle)}`
  const own =
    vehicle.attributes?.[name] ??
    vehicle[name as 'condition' | 'state' | 'horsepower' | 'torqueLbFt' | 'body']
  if (typeof own === 'string' || typeof own === 'number') return `${name}: ${own}`
  if (name === 'title') return `title: ${brandOf(vehicle)}`
  if (name === 'engine') return `engine: ${statedOf(vehicle, ['horsepower', ...engineAttributes]).join(', ')}`
  if (name === 'version') return `version: ${statedOf(vehicle, versionAttributes).join(', ')}`
  return name
}

const statedOf = (vehicle: MarketVehicle, names: readonly string[]): string[] =>
  names.flatMap((name) => {
    const own = ownFigure(vehicle, name)
    return own === undefined ? [] : [name === 'horsepower' ? `${own} hp` : String(own)]
  })

const ownFigure = (vehicle: MarketVehicle, name: string): string | number | undefined =>
  vehicle.attributes?.[name] ?? (vehicle as Record<string, string | number | undefined>)[name]

function differenceInWords(
  name: DifferenceName,
  { own, other }: Difference,
  distance: (miles: number) => string,
): string {
  if (name === 'year') return `${own.year} instead of ${other.year}`
  if (name === 'age') return timeApart(own, other)
  if (name === 'trim') return `${trimOf(own) || 'no trim'} instead of ${trimOf(other) || 'no trim'}`
  if (name === 'title') return `${titleOf(own)} instead of ${titleOf(other)}`
  if (name === 'VIN') return `VIN ${patternOf(own)} instead of ${patternOf(other)}`
  if (name === 'mileage') {
    const [mine, theirs] = [own, other].map(({ mileageMiles }) =>
      mileageMiles === undefined ? 'the usual mileage' : distance(mileageMiles),
    )
    return `${mine} instead of ${theirs}`
  }
  const names =
    name === 'engine' ? ['horsepower', ...engineAttributes] : [...engineAttributes, ...versionAttributes]
  const parts = names.flatMap((each) => {
    const [mine, theirs] = [own, other].map((car) => statedOf(car, [each])[0])
    return mine === theirs ? [] : [`${mine ?? `${each} not stated`} instead of ${theirs ?? 'not stated'}`]
  })
  return parts.length > 0 ? parts.join(', ') : `another ${name}`
}

/** Says how many days a car was offered after another; without dates, that it was at another time. */
function timeApart(own: MarketVehicle, other: MarketVehicle): string {
  const [mine, theirs] = [own, other].map(({ lastSeenAt, firstSeenAt }) => lastSeenAt ?? firstSeenAt)
  if (mine === undefined || theirs === undefined) return 'offered at another time'
  const days = Math.round(Math.abs(mine - theirs) / dayMs)
  return `offered ${days} days ${mine > theirs ? 'later' : 'earlier'}`
}

const titleOf = (vehicle: MarketVehicle): string => `${brandOf(vehicle) ?? 'clean'} title`

const patternOf = ({ vin }: MarketVehicle): string =>
  vin ? `${vin.slice(0, 8).toUpperCase()}…` : 'not stated'

const meant = (near: string | undefined): string => (near === undefined ? '' : `; did you mean ${near}?`)

const refusals: ValuationWords['refusals'] = {
  noMake: () => 'its make is not known',
  noModel: () => 'its model is not known',
  noYear: () => 'its model year is not known',
  yearOutOfRange: (year, first, last) =>
    `its model year ${year} is not between ${first} and ${last}, the latest of this market`,
  unknownMake: (make, cars, near) =>
    `no car of its make, ${make}, is among the ${cars} of this market${meant(near)}`,
  unknownModel: (name, cars, near) => `no ${name} is among the ${cars} cars of this market${meant(near)}`,
  unseenYear: (name, year, { cars, first, last }) =>
    `${name} of ${year} is out of the years seen: the ${cars} of this market are of ${first} to ${last}`,
  tooFew: (found, needed, near) =>
    `only ${found} of its model are known within three years of it: at least ${needed} are needed${meant(near)}`,
  noPrice: () => 'no comparable has a price',
}

const notesWith = (
  distance: ValuationWords['distance'],
  whole: ValuationWords['whole'],
): ValuationWords['notes'] => ({
  mileageUnknown: () => 'its mileage is not known: the interval spans all that are usual at its age',
  mileageImplausible: (miles) => `its mileage of ${distance(miles)} is not plausible and was passed over`,
  noneNear: () => 'no car of its model is in the market within three years of it',
  outsideYears: (year, { cars, first, last }) =>
    `${year} is out of the years seen: the ${whole(cars)} of its model are of ${first} to ${last}`,
  samePrice: () =>
    'all comparables have the same price, so that they say nothing of how far prices lie apart',
  oldMarket: (days) =>
    `the market is ${whole(days)} days older than this car's offer: the interval is widened for what prices may have moved`,
  outsideComparables: (side, count, also) =>
    `the value is ${side} all ${count} comparables after their adjustments: it rests on the whole market${
      also.length > 0 ? ` and on ${also.join(', ')}, which their lines leave out` : ''
    }`,
})

const notWhole: Readonly<Partial<Record<CarPriceKind, string>>> = {
  instalment: 'an instalment and not the price of the car',
  'down-payment': 'a down payment and not the price of the car',
  deposit: 'a deposit and not the price of the car',
  lease: 'the payment of a lease and not the price of the car',
  placeholder: 'a placeholder and no price',
}

const pricesWith = (whole: ValuationWords['whole']): ValuationWords['prices'] => ({
  otherCurrency: (own, market) => `its price is in ${own}, and the market in ${market}`,
  otherKind: (own, market) => `its price is of the kind '${own}', and those of the market are '${market}'`,
  notPositive: () => 'its price is not above 0',
  notWhole: (price, kind) => `its price of ${whole(price)} is ${notWhole[kind] ?? 'no price'}`,
  belowFloor: (price, percent, value) =>
    `too good to be true: ${whole(price)} is less than ${percent} % of the value of ${whole(value)}`,
  rare: () =>
    'too good to be true: fewer than 1 % of such cars cost so little, so that something may be wrong with it',
  tooWide: () => 'too little is known of such cars: nearly every price would be fair',
})
