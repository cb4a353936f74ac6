import type { FactSource } from '@telltale/core/ports'

/** A number above 0, as a number or in plain digits with a decimal point, without grouping or unit. */
export type CatalogNumber = number | string

/** A figure: a number, or a number and its source. */
export type CatalogFigure = CatalogNumber | { readonly value: CatalogNumber; readonly source?: FactSource }

/**
 * The figures of one car in a host's catalog. An unknown one is left out, or blank. Rows of the same make, model, year and
 * trim are one car: their figures complete each other, and the first row with a figure takes precedence.
 */
export interface CatalogRow {
  /** The make, such as `Chevrolet`. */
  readonly make: string
  /** The model, such as `Corvette`. */
  readonly model: string
  /** The model year, in four digits. */
  readonly year: CatalogNumber
  /** The trim, such as `Stingray`. @default none */
  readonly trim?: string
  /** The area of this row's price: a ZIP code, or its first one to three digits. @default everywhere */
  readonly zip?: string

  /** Power in horsepower (hp). Takes precedence over `powerKw` and `powerPs`. */
  readonly horsepower?: CatalogFigure
  /** Power in kilowatts. Takes precedence over `powerPs`. */
  readonly powerKw?: CatalogFigure
  /** Power in metric horsepower (PS, cv, ch). */
  readonly powerPs?: CatalogFigure
  /** Seconds from standstill to 60 mph. Times to 100 km/h are another measure, and do not belong here. */
  readonly zeroToSixtySeconds?: CatalogFigure
  /** Torque in pound-feet. Takes precedence over `torqueNm`. */
  readonly torqueLbFt?: CatalogFigure
  /** Torque in newton-metres. */
  readonly torqueNm?: CatalogFigure

  /** The market value in US dollars. */
  readonly priceUsd?: CatalogFigure
  /** The market value in `currency`; instead of `priceUsd`. */
  readonly price?: CatalogFigure
  /** The ISO 4217 code of `price`. */
  readonly currency?: string

  /** The source of every figure that does not name its own. @default the adapter's id */
  readonly source?: FactSource
}

/** The members of a row that hold a figure. */
export const figureNames = [
  'horsepower',
  'powerKw',
  'powerPs',
  'zeroToSixtySeconds',
  'torqueLbFt',
  'torqueNm',
  'priceUsd',
  'price',
] as const

/** The name of a member of a row that holds a figure. */
export type FigureName = (typeof figureNames)[number]

/** The names of all members of a row. */
export const memberNames: ReadonlySet<string> = new Set([
  'make',
  'model',
  'year',
  'trim',
  'zip',
  'currency',
  'source',
  ...figureNames,
])

/** The rows of a catalog that was read, and what was left out of it. */
export interface CatalogReport {
  /** The number of rows. */
  readonly rows: number
  /** The number of rows that were skipped because they are wrong. */
  readonly skippedRows: number
  /** The problems of the skipped rows with their places, at most 100. */
  readonly issues: readonly string[]
  /** The columns or members that no catalog has, such as `mileage`. They are ignored. */
  readonly ignoredMembers: readonly string[]
}
