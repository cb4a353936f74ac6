import type { Page } from '../ports/index.js'

/**
 * A list. Awaited, it is its first page. In `for await`, it is every item from there on, and each further page is read when
 * the loop reaches it. `limit` is the size of a page.
 */
export interface PageList<Item> extends Promise<Page<Item>>, AsyncIterable<Item> {}

/**
 * Reads the first page of a list, and makes the list.
 *
 * @param read - reads the page that a query names.
 * @param nextAfter - returns the `after` of the page that follows one which has a `next`. @default its `next`
 */
export function pageList<Item, Query extends { readonly after?: unknown }>(
  read: (query: Query | undefined) => Promise<Page<Item>>,
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
