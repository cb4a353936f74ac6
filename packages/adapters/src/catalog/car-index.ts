import { canonicalMake, splitModel } from '@telltale/core/cars/vehicle'
import type { CarQuery, CarSpecs, CarValuation } from '@telltale/core/ports'
import type { CatalogEntry } from './entry.js'

/** Finds the rows of the one car of a query, in the catalog's order; none when the catalog does not contain it. */
export type CarIndex = (query: CarQuery) => readonly CatalogEntry[]

/** Reduces a name to lower case without spaces, hyphens and dashes: `F-150` is `f150`. */
const fold = (name: string) =>
  name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s\p{Pd}]/gu, '')

/** The names that identify a car. */
interface CarNames {
  readonly key: string
  readonly trim: string
}

const namesAsWritten = ({ make, model, year, trim = '' }: CarQuery): CarNames => ({
  key: JSON.stringify([fold(make), fold(model), year]),
  trim: fold(trim),
})

const canonicalNames = ({ make, model, year, trim = '' }: CarQuery): CarNames => {
  const split = splitModel(make, model)
  return {
    key: JSON.stringify([fold(canonicalMake(make) ?? make), fold(split.model), year]),
    trim: fold(`${split.trim ?? ''}${trim}`),
  }
}

/** Indexes rows by make, model and year, as written. A query without a match is looked up by the canonical names. */
export function indexCars(entries: readonly CatalogEntry[]): CarIndex {
  const [byWritten, byCanonical] = [indexBy(entries, namesAsWritten), indexBy(entries, canonicalNames)]
  return (query) => {
    const rows = byWritten(query)
    return rows.length > 0 ? rows : byCanonical(query)
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

/** Merges the specifications of a car's rows; `undefined` without any figure. */
export function specsOf(rows: readonly CatalogEntry[]): CarSpecs | undefined {
  const specs = rows.map((row) => row.specs)
  if (!specs.some(hasFigure)) return undefined
  // The first row with a member takes precedence: it is assigned last.
  return Object.assign({}, ...specs.toReversed())
}

/** Checks whether the specifications contain any figure. */
export function hasFigure({ horsepower, zeroToSixtySeconds, torqueLbFt }: CarSpecs): boolean {
  return horsepower !== undefined || zeroToSixtySeconds !== undefined || torqueLbFt !== undefined
}

/**
 * Returns the market value of a car in a ZIP code: that of the row with the longest matching ZIP, the first of several.
 * Without a ZIP code only rows for everywhere match.
 */
export function valuationAt(
  rows: readonly CatalogEntry[],
  zip: string | undefined,
): CarValuation | undefined {
  const matching = rows.filter((row) => row.valuation && (!row.zip || zip?.startsWith(row.zip)))
  const longestZip = Math.max(...matching.map((row) => row.zip?.length ?? 0))
  return matching.find((row) => (row.zip?.length ?? 0) === longestZip)?.valuation
}
