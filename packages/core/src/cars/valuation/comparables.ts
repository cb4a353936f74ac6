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

/** The cars of a market by model and year. */
export class ComparableIndex {
  readonly #byModelYear = new Map<string, ComparableCar[]>()

  /** Takes cars in, each with the key of its model. */
  add(cars: readonly { readonly modelKey: string; readonly car: ComparableCar }[]): void {
    const touched = new Set<ComparableCar[]>()
    for (const { modelKey, car } of cars) {
      const key = `${modelKey}|${car.listing.year}`
      const known = this.#byModelYear.get(key) ?? []
      this.#byModelYear.set(key, known)
      known.push(car)
      touched.add(known)
    }
    for (const known of touched) known.sort((a, b) => a.miles - b.miles)
  }

  /** The most alike of the same model, within three years; the car itself is none of them. */
  nearest(modelKey: string, car: SeenCar, most: number): Neighbour[] {
    const year = car.listing.year ?? Number.NaN
    const found: Neighbour[] = []
    for (const step of [0, -1, 1, -2, 2, -3, 3]) {
      if (Math.abs(step) > 1 && found.length >= most) break
      const cars = this.#byModelYear.get(`${modelKey}|${year + step}`) ?? []
      const middle = placeOf(cars, car.miles)
      const side = Math.max(candidatesOnSide, most)
      for (let index = Math.max(0, middle - side); index < Math.min(cars.length, middle + side); index++) {
        const other = cars[index] as ComparableCar
        if (other.identity !== car.identity)
          keepNearest(found, { car: other, distance: distanceOf(car, other) }, most)
      }
    }
    return found
  }
}

/** The first of cars in order of their mileage that has run as far. */
function placeOf(cars: readonly ComparableCar[], miles: number): number {
  let low = 0
  let high = cars.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((cars[middle] as ComparableCar).miles < miles) low = middle + 1
    else high = middle
  }
  return low
}

function keepNearest(found: Neighbour[], neighbour: Neighbour, most: number): void {
  let place = found.length
  while (place > 0 && (found[place - 1] as Neighbour).distance > neighbour.distance) place--
  if (place >= most) return
  found.splice(place, 0, neighbour)
  if (found.length > most) found.pop()
}

function distanceOf(car: SeenCar, other: ComparableCar): number {
  let apart = Math.abs(car.age - other.age) + Math.abs(car.miles - other.miles) / 12_000
  for (const level of versionLevels) if (car.groups[level] !== other.groups[level]) apart += 0.5
  return apart
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
