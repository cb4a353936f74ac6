import type { BaseRecord, Collection, OwnerScope, PageQuery } from '../ports/index.js'

const recordsAtOnce = 500

/** Gives all records that a question is about, read page by page as they are asked for. */
export async function* everyRecord<Item extends BaseRecord>(
  records: Pick<Collection<Item>, 'page'>,
  owner: OwnerScope,
  question: Omit<PageQuery<Item>, 'limit' | 'after'> = {},
): AsyncGenerator<Item, void, undefined> {
  let after: string | undefined
  do {
    const page = await records.page(owner, { ...question, limit: recordsAtOnce, ...(after && { after }) })
    yield* page.items
    after = page.next
  } while (after)
}
