import { AdapterError } from '@telltale/core'
import type { Adapter, Listing, ListingProgress, ListingQuery } from '@telltale/core/ports'

/** A source of cars whose answers a test sets, in pages, and that keeps what it was asked. */
export interface ListingSource extends Adapter {
  /** The pages of its answer: cars, or the error that the page gives. */
  pages: readonly (readonly Listing[] | Error)[]
  /** The numbers of the pages that were asked for, in order. */
  readonly asked: number[]
  /** The queries that were made. */
  readonly queries: ListingQuery[]
  /** Is awaited before each page. */
  beforePage: (number: number) => Promise<void> | void
}

/** Makes a source of cars that tells its progress page by page, as those of `@telltale/adapters` do. */
export function listingSource(id: string, ...pages: ListingSource['pages']): ListingSource {
  const source: ListingSource = {
    specVersion: 1,
    id,
    pages,
    asked: [],
    queries: [],
    beforePage: () => {},
    listings: {
      search: (query, context, progress) => {
        source.queries.push(query)
        return answer(source, context.signal, progress)
      },
    },
  }
  return source
}

async function* answer(source: ListingSource, signal: AbortSignal, progress?: ListingProgress) {
  for (let number = Number(progress?.after ?? 1); number <= source.pages.length; number += 1) {
    source.asked.push(number)
    await source.beforePage(number)
    signal.throwIfAborted()
    const page = source.pages[number - 1] ?? []
    if (page instanceof AdapterError && page.message.includes('garbage'))
      progress?.leftOut(`page ${number}: ${page.message}`)
    else if (page instanceof Error) throw page
    else yield* page
    if (number < source.pages.length) await progress?.reached(String(number + 1))
  }
}

/** Makes a car, whose id at its source is its number. */
export const carNumber = (number: number, members: Partial<Listing> = {}): Listing => ({
  source: 'any',
  externalId: String(number),
  make: 'Ford',
  model: 'Mustang',
  trim: 'GT',
  year: 2018,
  mileageMiles: 20_000 + number * 37,
  price: { amount: `${20_000 + number}.00`, currency: 'USD' },
  ...members,
})

/** Returns cars with these numbers, both included. */
export const carsNumbered = (from: number, to: number, members: Partial<Listing> = {}): readonly Listing[] =>
  Array.from({ length: to - from + 1 }, (_, at) => carNumber(from + at, members))
