import { canonicalMake, splitModel } from '@telltale/core/cars/vehicle'
import type { CarQuery, CarSpecs, CarValuation } from '@telltale/core/ports'
import type { CatalogEntry } from './entry.js'

/** Finds the rows of the one car that a query means, in the catalog's order; none when the catalog does not know it. */
export type CarIndex = (query: CarQuery) => readonly CatalogEntry[]

/** Makes, models and trims without regard to case, spaces, hyphens and dashes: `F-150` is `f150`. */
const fold = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '')

/** What a car goes by. */
interface CarNames {
  readonly key: string
  readonly trim: string
}

const writtenNames = ({ make, model, year, trim = '' }: CarQuery): CarNames => ({
  key: JSON.stringify([fold(make), fold(model), year]),
  trim: fold(trim),
})

const knownNames = ({ make, model, year, trim = '' }: CarQuery): CarNames => {
  const split = splitModel(make, model)
  return {
    key: JSON.stringify([fold(canonicalMake(make) ?? make), fold(split.model), year]),
    trim: fold(`${split.trim ?? ''}${trim}`),
  }
}

/** Indexes rows by make, model and year: as they are written and, where that finds nothing, by the names they are known by. */
export function indexCars(entries: readonly CatalogEntry[]): CarIndex {
  const [written, known] = [indexBy(entries, writtenNames), indexBy(entries, knownNames)]
  return (query) => {
    const rows = written(query)
    return rows.length > 0 ? rows : known(query)
  }
}

function indexBy(entries: readonly CatalogEntry[], namesOf: (query: CarQuery) => CarNames): CarIndex {
  const byKey = new Map<string, { readonly trim: string; readonly entry: CatalogEntry }[]>()
  for (const entry of entries) {
    const { key, trim } = namesOf(entry.specs)
    const rows = byKey.get(key)
    if (rows) rows.push({ trim, entry })
    else byKey.set(key, [{ trim, entry }])
  }
  return (query) => {
    const { key, trim } = namesOf(query)
    const rows = byKey.get(key) ?? []
    const wanted = trim === '' && query.trim === undefined ? rows[0]?.trim : trim
    return rows.filter((row) => row.trim === wanted).map(({ entry }) => entry)
  }
}

/** What the rows of a car say of it together, or `undefined` when they have no figure. */
export function specsOf(rows: readonly CatalogEntry[]): CarSpecs | undefined {
  const specs = rows.map((row) => row.specs)
  if (!specs.some(hasFigure)) return undefined
  // The first row that has a member has the word: it is assigned last.
  return Object.assign({}, ...specs.toReversed())
}

/** Whether there is any figure among the specifications. */
export function hasFigure({ horsepower, zeroToSixtySeconds, torqueLbFt }: CarSpecs): boolean {
  return horsepower !== undefined || zeroToSixtySeconds !== undefined || torqueLbFt !== undefined
}

/**
 * What a car is worth in a ZIP code, or `undefined` when none of its rows says so: the row of the longest ZIP that
 * holds there, and the first of several. Without a ZIP only rows that hold everywhere do.
 */
export function valuationAt(
  rows: readonly CatalogEntry[],
  zip: string | undefined,
): CarValuation | undefined {
  const holding = rows.filter((row) => row.valuation && (!row.zip || zip?.startsWith(row.zip)))
  const closest = Math.max(...holding.map((row) => row.zip?.length ?? 0))
  return holding.find((row) => (row.zip?.length ?? 0) === closest)?.valuation
}
