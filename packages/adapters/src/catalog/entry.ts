import { money } from '@telltale/core'
import type { CarFact, CarSpecs, CarValuation, FactSource } from '@telltale/core/ports'
import { defined } from '@telltale/core/ports'
import { type CheckedFigure, type CheckedRow, priceOf, rowSchema } from './row-schema.js'
import { horsepowerOfKw, horsepowerOfPs, poundFeetOfNm } from './units.js'

/** A row of a catalog in the engine's units, every figure with its source. */
export interface CatalogEntry {
  /** The car and its specifications. */
  readonly specs: CarSpecs
  /** Its market value. */
  readonly valuation?: CarValuation
  /** The ZIP code, or the beginning of one, at which the value applies; everywhere when absent. */
  readonly zip?: string
}

/** One problem of a row. */
export interface RowIssue {
  /** The row's position in the list, from 0. */
  readonly row: number
  /** The member, such as `horsepower` or `source.url`; empty for the whole row. */
  readonly member: string
  /** The problem in words. */
  readonly message: string
}

/** Reads rows. The entries are those of the rows without an issue. */
export function readRows(
  rows: readonly unknown[],
  source: FactSource,
): { readonly entries: readonly CatalogEntry[]; readonly issues: readonly RowIssue[] } {
  const entries: CatalogEntry[] = []
  const issues: RowIssue[] = []
  for (const [row, value] of rows.entries()) {
    const { data, error } = rowSchema.safeParse(value)
    if (data) entries.push(toEntry(data, source))
    for (const { path, message } of error?.issues ?? [])
      issues.push({ row, member: memberName(path), message })
  }
  return { entries, issues }
}

/** Returns the name of a member in messages: `horsepower`, also for its value, and `horsepower.source.url`. */
export function memberName(path: readonly PropertyKey[]): string {
  return path.filter((part) => part !== 'value').join('.')
}

function toEntry(row: CheckedRow, rowSource: FactSource): CatalogEntry {
  const { make, model, year, trim, zip, source = rowSource } = row
  const horsepower =
    fact(row.horsepower, source) ??
    fact(row.powerKw, source, 'kW', horsepowerOfKw) ??
    fact(row.powerPs, source, 'PS', horsepowerOfPs)
  const zeroToSixtySeconds = fact(row.zeroToSixtySeconds, source)
  const torqueLbFt = fact(row.torqueLbFt, source) ?? fact(row.torqueNm, source, 'N·m', poundFeetOfNm)
  const price = priceOf(row)
  return {
    specs: {
      make,
      model,
      year: Number(year),
      ...defined({ trim, horsepower, zeroToSixtySeconds, torqueLbFt }),
    },
    ...defined({
      valuation: price
        ? { value: money(price.value, price.currency), source: price.source ?? source }
        : undefined,
      zip,
    }),
  }
}

function fact(
  figure: CheckedFigure | undefined,
  rowSource: FactSource,
  unit?: string,
  convert?: (value: number) => number,
): CarFact | undefined {
  if (!figure) return undefined
  const published = Number(figure.value)
  const source = figure.source ?? rowSource
  if (!unit || !convert) return { value: published, source }
  return { value: convert(published), source, original: { value: published, unit } }
}
