import { fromMinor } from '../../money/index.js'
import { curveAt } from './curve.js'
import { levelNames } from './describe.js'
import { type LogStep, minorOf, stepsToMoney } from './explain.js'
import type { MarketListing, MarketVehicle } from './market-listing.js'
import { carrierOf, type PooledBase, poolSteps } from './pooled-base.js'
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

/** No more are looked at for one car, those of the nearest years first. */
const mostCandidates = 150
/** The levels at which cars of a model differ. */
const versionLevels = (['engine', 'version', 'trim', 'VIN'] as const).map((name) => levelNames.indexOf(name))

/** The cars of a market by model and year. */
export class ComparableIndex {
  readonly #byModelYear = new Map<string, ComparableCar[]>()

  /** Takes a car in. */
  add(modelKey: string, car: ComparableCar): void {
    const key = `${modelKey}|${car.listing.year}`
    const cars = this.#byModelYear.get(key)
    if (cars) cars.push(car)
    else this.#byModelYear.set(key, [car])
  }

  /** The most alike of the same model, within three years; the car itself is none of them. */
  nearest(modelKey: string, car: SeenCar, most: number): Neighbour[] {
    const year = car.listing.year ?? Number.NaN
    const found: Neighbour[] = []
    let looked = 0
    for (const step of [0, -1, 1, -2, 2, -3, 3]) {
      if (looked >= mostCandidates || (Math.abs(step) > 1 && found.length >= most)) break
      const cars = this.#byModelYear.get(`${modelKey}|${year + step}`) ?? []
      const stride = Math.max(1, Math.floor(cars.length / mostCandidates))
      for (let index = 0; index < cars.length; index += stride) {
        const other = cars[index] as ComparableCar
        looked++
        if (other.identity !== car.identity)
          keepNearest(found, { car: other, distance: distanceOf(car, other) }, most)
      }
    }
    return found
  }
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
    price: fromMinor(BigInt(from), currency),
    adjustments: stepsToMoney(steps, from, to, currency),
    adjustedPrice: fromMinor(BigInt(to), currency),
    similarity: Math.exp(-distance / 2),
  }
}

/** The steps from another car to the valued one by a pooled base: age, mileage and version. */
export function pooledSteps(base: PooledBase, car: SeenCar, other: ComparableCar): readonly LogStep[] {
  const between = curveAt(base.curve, car.age, other.miles)
  const age = between - curveAt(base.curve, other.age, other.miles)
  const mileage = curveAt(base.curve, car.age, car.miles) - between
  const amounts = { age, mileage, version: 0 }
  for (const [index, step] of poolSteps.entries()) {
    const effectOf = ({ groups, age: years, miles }: SeenCar) =>
      (base.effects[index]?.[groups[step.level] as number] ?? 0) * carrierOf(step, base, years, miles)
    amounts[step.slope ?? 'version'] += effectOf(car) - effectOf(other)
  }
  return stepsOf(car, other, amounts)
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
