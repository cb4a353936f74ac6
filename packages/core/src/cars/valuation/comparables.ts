import { curveAt } from './curve.js'
import { levelNames } from './describe.js'
import { type LogStep, minorOf, moneyOfMinor, stepsToMoney } from './explain.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import { carrierOf, type PooledBase, type PoolStep, poolSteps } from './pooled-base.js'
import type { Comparable } from './valuation.js'

/** A car that others may be compared with. */
export interface ComparableCar {
  readonly listing: MarketListing
  readonly identity: string
  readonly logPrice: number
  readonly age: number
  /** The usual one where it is not known. */
  readonly miles: number
  /** As the learner numbers them, by level. */
  readonly groups: readonly number[]
}

/** A car that is to be valued, without a price that counts. */
export type SeenCar = Omit<ComparableCar, 'logPrice'>

/** A comparable and how far it is from the valued car. */
export interface Neighbour {
  readonly car: ComparableCar
  /** 1 is as far as a year, 12,000 miles, or another version of another engine. */
  readonly distance: number
}

/** Of each year, as many are looked at on either side of the car's own mileage. */
const candidatesOnSide = 12
/** The levels at which cars of a model differ. */
const versionLevels = (['engine', 'version', 'trim', 'VIN'] as const).map((name) => levelNames.indexOf(name))

/** The cars of one model and year, in order of their mileage; what is compared lies together in memory. */
interface Shelf {
  readonly cars: readonly ComparableCar[]
  readonly miles: Float64Array
  readonly ages: Float64Array
  /** The groups at the levels of versions, car by car. */
  readonly versions: Int32Array
}

/** The cars of a market by model and year. */
export class ComparableIndex {
  readonly #byModelYear = new Map<string, Shelf>()

  /** Takes cars in, each with the key of its model. */
  add(cars: readonly { readonly modelKey: string; readonly car: ComparableCar }[]): void {
    const added = new Map<string, ComparableCar[]>()
    for (const { modelKey, car } of cars) {
      const key = `${modelKey}|${car.listing.year}`
      const known = added.get(key)
      if (known) known.push(car)
      else added.set(key, [car])
    }
    for (const [key, news] of added) {
      const { cars: known = [] } = this.#byModelYear.get(key) ?? {}
      const [only] = news
      this.#byModelYear.set(
        key,
        shelfOf(only && news.length === 1 ? inserted(known, only) : inOrder([...known, ...news])),
      )
    }
  }

  /** The most alike of the same model, within three years; the car itself is none of them. */
  nearest(modelKey: string, car: SeenCar, most: number): Neighbour[] {
    const year = car.listing.year ?? Number.NaN
    const side = Math.max(candidatesOnSide, most)
    const found: Neighbour[] = []
    for (const step of [0, -1, 1, -2, 2, -3, 3]) {
      if (Math.abs(step) > 1 && found.length >= most) break
      const shelf = this.#byModelYear.get(`${modelKey}|${year + step}`)
      if (shelf) keepNearest(found, shelf, car, side, most)
    }
    return found
  }
}

const inOrder = (cars: ComparableCar[]) => cars.sort((a, b) => a.miles - b.miles)

/** The cars with one more, behind those that have run as far. */
function inserted(cars: readonly ComparableCar[], car: ComparableCar): ComparableCar[] {
  const after = cars.findIndex(({ miles }) => miles > car.miles)
  return cars.toSpliced(after < 0 ? cars.length : after, 0, car)
}

function shelfOf(cars: readonly ComparableCar[]): Shelf {
  const { length } = versionLevels
  const miles = new Float64Array(cars.length)
  const ages = new Float64Array(cars.length)
  const versions = new Int32Array(length * cars.length)
  for (let index = 0; index < cars.length; index++) {
    const car = cars[index] as ComparableCar
    miles[index] = car.miles
    ages[index] = car.age
    for (let place = 0; place < length; place++)
      versions[length * index + place] = car.groups[versionLevels[place] as number] as number
  }
  return { cars, miles, ages, versions }
}

/** The first of mileages in order that is as far. */
function placeOf(sorted: Float64Array, miles: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) < miles) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts those cars of a shelf that are nearer than the ones so far among them, in order. */
function keepNearest(found: Neighbour[], shelf: Shelf, car: SeenCar, side: number, most: number): void {
  const { cars, miles, ages, versions } = shelf
  const own = versionLevels.map((level) => car.groups[level] as number)
  const middle = placeOf(miles, car.miles)
  for (let index = Math.max(0, middle - side); index < Math.min(cars.length, middle + side); index++) {
    const farthest = found.length < most ? Infinity : (found[most - 1] as Neighbour).distance
    let distance =
      Math.abs(car.age - (ages[index] as number)) + Math.abs(car.miles - (miles[index] as number)) / 12_000
    if (distance >= farthest) continue
    for (let place = 0; place < own.length; place++)
      if (own[place] !== versions[own.length * index + place]) distance += 0.5
    const other = cars[index] as ComparableCar
    if (distance >= farthest || other.identity === car.identity) continue
    let place = found.length
    while (place > 0 && (found[place - 1] as Neighbour).distance > distance) place--
    found.splice(place, 0, { car: other, distance })
    if (found.length > most) found.pop()
  }
}

/** Puts a price beside the valued car: what it would be after the steps from the other car to that one. */
export function compare(
  { car: other, distance }: Neighbour,
  steps: readonly LogStep[],
  currency: string,
): Comparable {
  const from = minorOf(other.logPrice, currency)
  const to = minorOf(other.logPrice + steps.reduce((sum, { amount }) => sum + amount, 0), currency)
  return {
    vehicle: other.listing,
    price: moneyOfMinor(from, currency),
    adjustments: stepsToMoney(steps, from, to, currency),
    adjustedPrice: moneyOfMinor(to, currency),
    similarity: Math.exp(-distance / 2),
  }
}

/** The steps from another car to the valued one by a pooled base: age, mileage and version. */
export function pooledSteps(base: PooledBase, car: SeenCar, other: ComparableCar): readonly LogStep[] {
  const between = curveAt(base.curve, car.age, other.miles)
  const age = between - curveAt(base.curve, other.age, other.miles)
  const mileage = curveAt(base.curve, car.age, car.miles) - between
  const amounts = { age, mileage, version: 0 }
  for (let index = 0; index < poolSteps.length; index++) {
    const step = poolSteps[index] as PoolStep
    const own = effectOf(base, index, step, car)
    const others = effectOf(base, index, step, other)
    amounts[step.slope ?? 'version'] += own - others
  }
  return stepsOf(car, other, amounts)
}

function effectOf(base: PooledBase, index: number, step: PoolStep, { groups, age, miles }: SeenCar): number {
  const group = groups[step.level] as number
  return group < 0 ? 0 : (base.effects[index]?.[group] as number) * carrierOf(step, base, age, miles)
}

/** The steps from another car to the valued one, with their words. */
export function stepsOf(
  car: SeenCar,
  other: ComparableCar,
  amounts: { readonly age: number; readonly mileage: number; readonly version: number },
): readonly LogStep[] {
  const instead = (words: (vehicle: MarketVehicle) => string) =>
    `${words(car.listing)} instead of ${words(other.listing)}`
  return [
    { name: 'age', words: instead(({ year }) => String(year)), amount: amounts.age },
    { name: 'mileage', words: instead(milesWords), amount: amounts.mileage },
    {
      name: 'version',
      words: instead(({ trim }) => trim ?? 'a version without name'),
      amount: amounts.version,
    },
  ]
}

/** A mileage in words. */
export const milesWords = ({ mileageMiles }: MarketVehicle): string =>
  mileageMiles === undefined ? 'the usual mileage' : `${thousands(mileageMiles)} miles`

const thousands = (figure: number): string => String(Math.round(figure)).replace(/\B(?=(\d{3})+$)/g, ',')
