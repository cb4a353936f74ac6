import { defined } from '../options/index.js'
import type { BaseRecord, Collection, OwnerScope, Page, PageQuery } from '../ports/index.js'

/** A page of a list of records. */
export interface ListPage<Item> extends Page<Item> {
  /** The number of records on all pages; absent where the query did not ask, or counting would read them all. */
  readonly total?: number
}

/**
 * A list. Awaited, it is its first page. In `for await`, it is every item from there on, and each further page is read when
 * the loop reaches it. `limit` is the size of a page.
 */
export interface PageList<Item> extends Promise<ListPage<Item>>, AsyncIterable<Item> {}

/** Reads a page of records, and counts all that match where the query asks for the `total`. */
export async function listPage<Item extends BaseRecord>(
  records: Collection<Item>,
  owner: OwnerScope,
  {
    total,
    ...query
  }: { readonly total: boolean } & {
    readonly [Name in keyof PageQuery<Item>]: PageQuery<Item>[Name] | undefined
  },
): Promise<ListPage<Item>> {
  const page = await records.page(owner, defined(query) as PageQuery<Item>)
  return total ? { ...page, total: await records.count(owner, query.where) } : page
}

/**
 * Reads the first page of a list, and makes the list.
 *
 * @param read - reads the page that a query names.
 * @param nextAfter - returns the `after` of the page that follows one which has a `next`. @default its `next`
 */
export function pageList<Item, Query extends { readonly after?: unknown }>(
  read: (query: Query | undefined) => Promise<ListPage<Item>>,
  query: Query | undefined,
  nextAfter: (page: Page<Item>) => unknown = ({ next }) => next,
): PageList<Item> {
  const first = read(query)
  async function* items(): AsyncGenerator<Item, void, undefined> {
    for (let page = await first; ; page = await read({ ...query, after: nextAfter(page) } as Query)) {
      yield* page.items
      if (page.next === undefined) return
    }
  }
  return Object.assign(first, { [Symbol.asyncIterator]: items })
}
