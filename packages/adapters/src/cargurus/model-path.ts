import { canonicalMake, canonicalModel } from '@telltale/core/cars/vehicle'
import type { ProductPage } from '@telltale/core/ports'
import { statesOf } from '../listing-page/page-states.js'
import { scalarOf } from '../listing-page/state-object.js'
import { parsePage } from '../shop-page/parse/page.js'
import { asObject, type StateObject } from '../shop-page/sources/shop-state.js'

/** The site's path of a make (`m7`) or of a model (`m7/d306`), or none when the site does not sell it. */
export interface ModelPath {
  readonly path?: string
}

/** The site's number of a make, in its state. */
const makeNumber = /"m\d+"/

/** The maximum number of values of a state that are searched. */
const maxValues = 300_000

/** The names under which a filter may keep the site's number of a make or model, and its name. */
const numberNames = ['value', 'path', 'id', 'entityId', 'key']
const labelNames = ['label', 'name', 'displayName', 'title', 'text']

/**
 * Finds the site's numbers of a make and a model among the filters of a page. Returns `undefined` when the page has no
 * such filters.
 */
export function findModelPath(
  { html, url }: ProductPage,
  make: string,
  model: string | undefined,
): ModelPath | undefined {
  const page = parsePage(html, url)
  if ('error' in page) return undefined
  const options = optionsIn(statesOf(page, makeNumber))
  if (!options.some(({ number }) => /^m\d+$/.test(number))) return undefined
  const wanted = canonicalMake(make) ?? make
  const ofMake = options.find(
    ({ number, label }) => /^m\d+$/.test(number) && (canonicalMake(label) ?? label) === wanted,
  )
  if (!ofMake) return {}
  if (model === undefined) return { path: ofMake.number }
  const name = canonicalModel(make, model)
  const ofModel = options.find(
    ({ number, label }) => number.startsWith(`${ofMake.number}/d`) && canonicalModel(make, label) === name,
  )
  // The models of a make may come only with its own page: its cars are then checked one by one.
  return { path: ofModel?.number ?? ofMake.number }
}

/** A choice of a filter. */
interface FilterOption {
  readonly number: string
  readonly label: string
}

/** Returns the choices of all filters whose number is one of a make or of a model (`m7`, `m7/d306`). */
function optionsIn(states: readonly unknown[]): readonly FilterOption[] {
  const found: FilterOption[] = []
  const queue: unknown[] = [...states]
  for (let at = 0; at < queue.length && at < maxValues; at += 1) {
    const value = queue[at]
    const object = asObject(value)
    if (object) found.push(...optionOf(object))
    for (const inner of Array.isArray(value) ? value : Object.values(object ?? {}))
      if (typeof inner === 'object' && inner !== null) queue.push(inner)
  }
  return found
}

function optionOf(object: StateObject): readonly FilterOption[] {
  const texts = (names: readonly string[]) => names.map((name) => String(scalarOf(object[name]) ?? ''))
  const number = texts(numberNames).find((text) => /^m\d+(?:\/d\d+)?$/.test(text))
  const label = texts(labelNames).find((text) => text !== '' && text !== number)
  return number !== undefined && label !== undefined ? [{ number, label }] : []
}
