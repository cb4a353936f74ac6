import { canonicalMake, canonicalModel } from '../cars/vehicle/make-and-model.js'
import { modelsByMake } from '../cars/vehicle/models-by-make.js'
import { defined } from '../options/index.js'
import type { Adapter, ListingQuery } from '../ports/index.js'
import type { SearchCriteria, SearchTask } from '../records/search-records.js'
import { adaptersWith } from '../runtime/index.js'

/** Returns the queries of a search: each make and model at each place, for each source. */
export function planTasks(adapters: readonly Adapter[], criteria: SearchCriteria): readonly SearchTask[] {
  const { sources, locations, trims } = criteria
  const asked = adaptersWith(adapters, 'listings').filter(
    ({ id }) => sources.length === 0 || sources.includes(id),
  )
  const [trim] = trims.length === 1 ? trims : []
  const zips: readonly (string | undefined)[] = locations.length > 0 ? locations : [undefined]
  return namesOf(criteria).flatMap((names) =>
    zips.flatMap((zip) =>
      asked.map(
        ({ id }): SearchTask => ({
          source: id,
          ...names,
          ...defined({ zip, trim }),
          status: 'open',
          found: 0,
        }),
      ),
    ),
  )
}

/** Returns the pairs of makes and models. A model that is known to be of some of the makes goes with these alone. */
function namesOf({
  makes,
  models,
}: SearchCriteria): readonly { readonly make?: string; readonly model?: string }[] {
  if (models.length === 0) return makes.length === 0 ? [{}] : makes.map((make) => ({ make }))
  return models.flatMap((model) => {
    const among = makes.length > 0 ? makes : Object.keys(modelsByMake)
    const known = among.filter((make) => isModelOf(make, model))
    if (known.length > 0) return known.map((make) => ({ make, model }))
    return makes.length > 0 ? makes.map((make) => ({ make, model })) : [{ model }]
  })
}

function isModelOf(make: string, model: string): boolean {
  const known = modelsByMake[canonicalMake(make) ?? make]
  return known?.split(', ').includes(canonicalModel(make, model)) ?? false
}

/** Returns the query of a task. */
export function queryOf({ make, model, trim, zip }: SearchTask, criteria: SearchCriteria): ListingQuery {
  const { yearMin, yearMax, priceMin, priceMax, mileageMax, radiusMiles } = criteria
  return defined({
    make,
    model,
    trim,
    years: rangeOf(yearMin, yearMax),
    priceUsd: rangeOf(priceMin, priceMax),
    mileageMiles: rangeOf(undefined, mileageMax),
    near: zip === undefined ? undefined : { zip, radiusMiles },
  })
}

const rangeOf = (from: number | undefined, to: number | undefined) =>
  from === undefined && to === undefined ? undefined : defined({ from, to })

/** Returns a query in words, such as `Ford Mustang near 60601`. */
export const queryInWords = ({ make, model, trim, zip }: SearchTask): string =>
  [make, model, trim, zip === undefined ? undefined : `near ${zip}`].filter(Boolean).join(' ') || 'every car'
