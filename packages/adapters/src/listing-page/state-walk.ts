import { defined } from '@telltale/core/options'
import { asObject, type StateObject } from '../shop-page/sources/shop-state.js'
import { readStateCar } from './read-state-car.js'
import { scalarOf } from './state-object.js'
import { type StatedCar, uniqueCars } from './stated-car.js'

/** The maximum number of values that are visited in the states of a page, and their maximum depth. */
const maxValues = 500_000
const maxDepth = 40

/** The parts of a state with other cars than those that were searched for. */
const otherCars =
  /similar|recommend|related|recent|saved|compare|favou?rite|suggest|history|watch|spotlight|alpha|also|preorder/i

/** The names under which sites state the number of all results, and of their pages. */
const totalNames =
  /^(?:numberOfResults|totalListings|totalMatchedInventory|totalResults|totalResultCount|resultCount|resultsCount|totalCount|totalHits|total_listings|total_results|results_total|listings_total|totalVehicles|totalMatches)$/
const pageNames = /^(?:numberOfPages|totalMatchedPages|pageCount|totalPages|total_pages|results_page_count)$/

/** Cars that stand together: the members of one list, or of one object whose keys are ids. */
interface CarGroup {
  readonly path: string
  readonly cars: StatedCar[]
}

/** The findings of a walk through the states of a page. */
export interface StateFindings {
  /** The cars of the list that was searched for, in its order; empty when there is none. */
  readonly cars: readonly StatedCar[]
  /** Every car, wherever it stands. */
  readonly all: readonly StatedCar[]
  /** The number of all results, where a state says it. */
  readonly total?: number
  /** The number of pages, where a state says it. */
  readonly pages?: number
}

/** Finds the cars in the states of a page by what a car looks like, wherever the site keeps them. */
export function walkStates(states: readonly unknown[]): StateFindings {
  const walk = new StateWalk()
  for (const state of states) walk.visit(state, '', 0)
  return walk.findings()
}

class StateWalk {
  readonly #groups: CarGroup[] = []
  readonly #orders: (readonly string[])[] = []
  readonly #totals: number[] = []
  /** The number of results that stands beside their ids: the surest one. */
  #countOfIds: number | undefined
  readonly #pages: number[] = []
  #owners: StateObject = {}
  #left = maxValues

  visit(value: unknown, path: string, depth: number, group?: CarGroup): void {
    if (depth > maxDepth || this.#left <= 0 || typeof value !== 'object' || value === null) return
    this.#left -= 1
    if (Array.isArray(value)) this.#visitList(value, path, depth)
    else this.#visitObject(value as StateObject, path, depth, group)
  }

  #visitList(list: readonly unknown[], path: string, depth: number): void {
    const group = this.#open(path)
    if (list.length > 0 && list.every((id) => typeof id === 'string' || typeof id === 'number'))
      this.#orders.push(list.map(String))
    for (const each of list) this.visit(each, path, depth + 1, group)
  }

  #visitObject(object: StateObject, path: string, depth: number, group?: CarGroup): void {
    const car = readStateCar(object, this.#owners)
    if (car) {
      ;(group ?? this.#open(path)).cars.push(car)
      return
    }
    this.#readCounts(object)
    this.#owners = asObject(object.owners) ?? this.#owners
    const keys = Object.keys(object)
    const isById = keys.length > 0 && keys.every((key) => /\d/.test(key) && /^[\w-]+$/.test(key))
    // An element of a list may wrap its car: `{ type: 'LISTING', data: { … } }`.
    const inner = isById ? this.#open(path) : keys.length <= maxWrapperKeys ? group : undefined
    for (const key of keys) this.visit(object[key], `${path}.${key}`, depth + 1, inner)
  }

  #open(path: string): CarGroup {
    const group = { path, cars: [] }
    this.#groups.push(group)
    return group
  }

  #readCounts(object: StateObject): void {
    for (const [key, value] of Object.entries(object)) {
      const count = Number(typeof value === 'object' ? Number.NaN : value)
      if (!Number.isInteger(count) || value === '' || count < 0) continue
      if (key === 'count' && 'activeResults' in object)
        this.#countOfIds = Math.max(this.#countOfIds ?? 0, count)
      if (totalNames.test(key)) this.#totals.push(count)
      if (pageNames.test(key)) this.#pages.push(count)
    }
  }

  findings(): StateFindings {
    const groups = this.#groups.filter(({ cars }) => cars.length > 0)
    const own = groups.filter(({ path }) => !otherCars.test(path))
    const [largest] = own.toSorted((one, other) => other.cars.length - one.cars.length)
    const cars = this.#ordered(uniqueCars(largest?.cars ?? []))
    const total = this.#countOfIds ?? this.#totals.find((count) => count >= cars.length)
    const [pages] = this.#pages
    return {
      cars,
      all: groups.flatMap((group) => group.cars),
      ...defined({ total, pages }),
    }
  }

  /** Returns the cars in the order of the longest list of their ids, where the state has one; else as they stand. */
  #ordered(cars: readonly StatedCar[]): readonly StatedCar[] {
    const byId = new Map(cars.map((car) => [String(scalarOf(car.id)), car]))
    const orders = this.#orders.filter((ids) => ids.length <= byId.size && ids.every((id) => byId.has(id)))
    const [order] = orders.toSorted((one, other) => other.length - one.length)
    return order ? order.flatMap((id) => byId.get(id) ?? []) : cars
  }
}

/** The maximum number of members of an object that wraps a car of a list. */
const maxWrapperKeys = 6
