import { singleConditions } from '../alerting/condition.js'
import { excerpt, NotFoundError } from '../errors/index.js'
import type { AlertRule } from '../records/alert-records.js'
import { monitorsTable } from '../records/monitor-records.js'
import { productsTable } from '../records/product-records.js'
import type { Runtime } from '../runtime/index.js'
import type { AlertSubjects } from './subjects.js'

/**
 * Checks that the subject of a rule exists, and that its prices are in a currency that the product had.
 *
 * @throws `NotFoundError` `ValidationError`
 */
export async function checkSubject(
  { storage }: Runtime,
  subjects: AlertSubjects,
  { ownerId, watches, subjectId, condition }: AlertRule,
  call: string,
): Promise<void> {
  if (subjectId === undefined) return
  const missing = () =>
    new NotFoundError(
      `no ${watches} has the id ${excerpt(subjectId)}; ${watches}s.list() gives those there are`,
    )
  if (watches === 'monitor' && !(await storage.collection(monitorsTable).get(ownerId, subjectId)))
    throw missing()
  if (watches !== 'product') return
  const product = await storage.collection(productsTable).get(ownerId, subjectId)
  if (!product) throw missing()
  for (const single of singleConditions(condition)) {
    if ('price' in single && single.price)
      await subjects.checkPrice(product, { call, path: 'condition.price', price: single.price })
    if ('amount' in single && single.amount)
      await subjects.checkPrice(product, { call, path: 'condition.amount', price: single.amount })
  }
}
