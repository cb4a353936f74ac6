import { ValidationError } from '../errors/index.js'
import type { Money } from '../money/index.js'
import type { Tables } from '../ports/index.js'
import type { Product } from '../records/product-records.js'
import { loadRecentHistory } from './recent-history.js'

/** A price that was passed in, with the call and the member that it was passed as. */
export interface GivenPrice {
  readonly call: string
  readonly path: string
  readonly price: Money
}

/**
 * Checks that a price is in a currency that the product had, as far as any is known.
 *
 * @throws `ValidationError` when it never had it: such a target or rule could never come true.
 */
export async function checkKnownCurrency(
  tables: Pick<Tables, 'series'>,
  { ownerId, id, price: last }: Product,
  { call, path, price }: GivenPrice,
  now: number,
): Promise<void> {
  if (!last || last.currency === price.currency) return
  const history = await loadRecentHistory(tables, ownerId, id, now)
  const known = new Set([last.currency, ...history.flatMap((each) => each.price?.currency ?? [])])
  if (known.has(price.currency)) return
  const expected = [...known].join(' or ')
  const message = `expected ${expected}, in which the product has had its prices, got ${price.currency}`
  throw new ValidationError(call, [{ path, message }])
}
