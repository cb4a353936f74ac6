import type { FactSource } from '@telltale/core/ports'

/** A number above 0 as it stands in a file: plain digits with a decimal point, no grouping, no unit. */
export type CatalogNumber = number | string

/** A figure: a number, or a number and who says so. */
export type CatalogFigure = CatalogNumber | { readonly value: CatalogNumber; readonly source?: FactSource }

/**
 * What a host's catalog says of one car. What is not known is left out, or blank. Rows of the same make, model, year and
 * trim are one car: their figures complete each other, and the first row that has a figure has the word.
 */
export interface CatalogRow {
  /** Such as `Chevrolet`. */
  readonly make: string
  /** Such as `Corvette`. */
  readonly model: string
  /** The model year, in four digits. */
  readonly year: CatalogNumber
  /** Such as `Stingray`. */
  readonly trim?: string
  /** Where this row's price holds: a ZIP code, or the first one, two or three digits of one. @default everywhere */
  readonly zip?: string

  /** Power in horsepower (hp). Goes before `powerKw` and `powerPs`. */
  readonly horsepower?: CatalogFigure
  /** Power in kilowatts. Goes before `powerPs`. */
  readonly powerKw?: CatalogFigure
  /** Power in metric horsepower (PS, cv, ch). */
  readonly powerPs?: CatalogFigure
  /** Seconds from standstill to 60 mph. Times to 100 km/h are another measure, and have no place here. */
  readonly zeroToSixtySeconds?: CatalogFigure
  /** Torque in pound-feet. Goes before `torqueNm`. */
  readonly torqueLbFt?: CatalogFigure
  /** Torque in newton-metres. */
  readonly torqueNm?: CatalogFigure

  /** What the car is worth, in US dollars. */
  readonly priceUsd?: CatalogFigure
  /** What the car is worth, in `currency`; instead of `priceUsd`. */
  readonly price?: CatalogFigure
  /** The ISO 4217 code of `price`. */
  readonly currency?: string

  /** Who says so, for every figure that does not name its own source. @default the adapter's id */
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
