import { nearName } from '../../options/near-name.js'
import type { MarketVehicle } from './market-listing.js'
import type { SeenYears } from './words/index.js'

/** The cars of one model that a market has seen. */
interface SeenModel {
  /** The model as its first listing wrote it. */
  readonly name: string
  cars: number
  readonly byYear: Map<number, number>
  /** The years seen; absent when cars came or went since they were looked up. */
  years?: SeenYears | undefined
}

/** The cars of one make that a market has seen. */
interface SeenMake {
  readonly name: string
  readonly models: Map<string, SeenModel>
}

/** The model years on either side of a car's within which cars are compared with it. */
export const maxYearsApart = 3

/** The makes, models and model years that a market has seen. */
export class SeenModels {
  readonly #makes = new Map<string, SeenMake>()

  /** Counts a car. */
  add(
    [makeKey, modelKey]: readonly (string | undefined)[],
    { make = '', model = '', year }: MarketVehicle,
  ): void {
    if (makeKey === undefined || modelKey === undefined || year === undefined) return
    const seen = this.#makes.get(makeKey) ?? { name: make, models: new Map<string, SeenModel>() }
    this.#makes.set(makeKey, seen)
    const found = seen.models.get(modelKey) ?? { name: model, cars: 0, byYear: new Map<number, number>() }
    seen.models.set(modelKey, found)
    found.cars++
    found.years = undefined
    found.byYear.set(year, (found.byYear.get(year) ?? 0) + 1)
  }

  /** Takes a car away that was counted. */
  remove(modelKey: string, { year }: MarketVehicle): void {
    const found = this.#model(modelKey.slice(0, modelKey.indexOf('|')), modelKey)
    if (!found || year === undefined) return
    found.cars--
    found.years = undefined
    found.byYear.set(year, (found.byYear.get(year) ?? 1) - 1)
  }

  /** Returns `true` when the market has a car of the make. */
  hasMake(makeKey: string | undefined): boolean {
    return makeKey !== undefined && this.#makes.has(makeKey)
  }

  /** Returns `true` when the market has a car of the model. */
  hasModel([makeKey, modelKey]: readonly (string | undefined)[]): boolean {
    return this.#model(makeKey, modelKey) !== undefined
  }

  /** Returns the model years that the market has seen of a model; `undefined` of none. */
  yearsOf([makeKey, modelKey]: readonly (string | undefined)[]): SeenYears | undefined {
    const found = this.#model(makeKey, modelKey)
    if (!found || found.years) return found?.years
    let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const [year, cars] of found.byYear) {
      if (cars === 0) continue
      if (year < first) first = year
      if (year > last) last = year
    }
    found.years = { cars: found.cars, first, last }
    return found.years
  }

  /** Returns the number of cars of a model within three model years of a year. */
  countNear([makeKey, modelKey]: readonly (string | undefined)[], year: number): number {
    const byYear = this.#model(makeKey, modelKey)?.byYear
    let count = 0
    for (let other = year - maxYearsApart; other <= year + maxYearsApart; other++)
      count += byYear?.get(other) ?? 0
    return count
  }

  /** Returns the make and model that a misspelt name most likely means, such as `Toyota Camry`; `undefined` when none is near. */
  nearNameOf(makeKey: string | undefined, { make = '', model = '' }: MarketVehicle): string | undefined {
    const own = makeKey === undefined ? undefined : this.#makes.get(makeKey)
    const near = own ?? this.#makeNear(make)
    if (!near) return undefined
    const nearModel = nearName(
      model,
      [...near.models.values()].map(({ name }) => name),
    )
    if (nearModel !== undefined) return `${near.name} ${nearModel}`
    return own ? undefined : near.name
  }

  #makeNear(make: string): SeenMake | undefined {
    const makes = [...this.#makes.values()]
    const name = nearName(
      make,
      makes.map((each) => each.name),
    )
    return makes.find((each) => each.name === name)
  }

  #model(makeKey: string | undefined, modelKey: string | undefined): SeenModel | undefined {
    if (makeKey === undefined || modelKey === undefined) return undefined
    return this.#makes.get(makeKey)?.models.get(modelKey)
  }
}
