import { existsSync, readFileSync } from 'node:fs'
import type { Availability, ProductReading } from '@telltale/core/ports'

const folder = new URL('../../shared/data/web/', import.meta.url)

/** A captured product page of a shop, with the values that a person read on it. */
export interface CapturedPage {
  readonly id: string
  readonly file: string
  readonly shop: string
  readonly kind: string
  readonly url?: string | null
  /** The sources of the price: `jsonld`, `microdata`, `opengraph`, `site-specific`. */
  readonly signals: readonly string[]
  /** Fields that the person was not sure of. */
  readonly unsure: readonly string[]
  readonly expected: {
    readonly title: string
    readonly price: number | null
    readonly currency: string
    readonly availability: Availability | null
  }
}

/** Reads the rows of one of the lists in `shared/data/web`, which is no part of this repository. */
export function rowsOf<Row>(list: string): readonly Row[] {
  const file = new URL(list, folder)
  if (!existsSync(file)) throw new Error(`this benchmark needs shared/data/web/${list} beside the repository`)
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line): Row => JSON.parse(line))
}

/** Reads the source of a captured page. */
export const htmlOf = ({ file }: CapturedPage): string => readFileSync(new URL(file, folder), 'utf8')

/** Returns the address of a captured page; if that is unknown, of its shop. */
export const urlOf = ({ url, shop }: CapturedPage): string => url ?? `https://${shop}/`

/** Grades a reading. For a page without a price of its own, a reading without one is right. */
export function gradeOf(
  reading: ProductReading,
  { expected }: CapturedPage,
): 'right' | 'wrong' | 'abstained' {
  const { price, currency } = expected
  if (reading.status === 'unread') return price === null ? 'right' : 'abstained'
  return Number(reading.price.amount) === price && reading.price.currency === currency ? 'right' : 'wrong'
}
