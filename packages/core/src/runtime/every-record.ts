import { defined } from '../options/index.js'
import type { BaseRecord, Collection, OwnerScope, PageQuery } from '../ports/index.js'

const recordsAtOnce = 500

type Question<Item> = Omit<PageQuery<Item>, 'limit' | 'after'>

/** Gives all records that a question is about, some hundred at a time, read as they are asked for. */
export async function* everyPage<Item extends BaseRecord>(
  records: Pick<Collection<Item>, 'page'>,
  owner: OwnerScope,
  question: Question<Item> = {},
): AsyncGenerator<readonly Item[], void, undefined> {
  let after: string | undefined
  do {
    const page = await records.page(owner, {
      ...question,
      limit: recordsAtOnce,
      ...defined({ after: after || undefined }),
    })
    yield page.items
    after = page.next
  } while (after)
}

/** Gives all records that a question is about, one by one. */
export async function* everyRecord<Item extends BaseRecord>(
  records: Pick<Collection<Item>, 'page'>,
  owner: OwnerScope,
  question: Question<Item> = {},
): AsyncGenerator<Item, void, undefined> {
  for await (const page of everyPage(records, owner, question)) yield* page
}
