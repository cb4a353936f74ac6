import { defined } from '../options/index.js'
import type { BaseRecord, Collection, OwnerScope, PageQuery } from '../ports/index.js'
import { timeSlices } from './time-slice.js'

const recordsPerPage = 500

type RecordQuery<Item> = Omit<PageQuery<Item>, 'limit' | 'after'>

/** Yields all records that a query matches, a page of hundreds at a time, each read when the loop reaches it. */
export async function* everyPage<Item extends BaseRecord>(
  records: Pick<Collection<Item>, 'page'>,
  owner: OwnerScope,
  query: RecordQuery<Item> = {},
): AsyncGenerator<readonly Item[], void, undefined> {
  const pause = timeSlices()
  let after: string | undefined
  do {
    await pause()
    const page = await records.page(owner, {
      ...query,
      limit: recordsPerPage,
      ...defined({ after }),
    })
    yield page.items
    after = page.next
  } while (after)
}

/** Yields all records that a query matches, one by one. */
export async function* everyRecord<Item extends BaseRecord>(
  records: Pick<Collection<Item>, 'page'>,
  owner: OwnerScope,
  query: RecordQuery<Item> = {},
): AsyncGenerator<Item, void, undefined> {
  for await (const page of everyPage(records, owner, query)) yield* page
}
