import type { ProductSubject } from '../alerting/alert-notice.js'
import { defined } from '../options/index.js'
import type { Tables } from '../ports/index.js'
import { createRuleContext, type RuleContext } from '../prices/rules/rule-context.js'
import type { Product, ProductObservation } from '../records/product-records.js'
import { type Emit, type MatchedAlerts, matchAlerts, type Runtime } from '../runtime/index.js'

/** A reading that rules are matched with. */
export interface MatchedReading {
  readonly before: Product
  readonly after: Product
  readonly context: RuleContext
  /** The observations before, oldest first. */
  readonly history: readonly ProductObservation[]
}

/** Matches the rules that watch a product with a reading, in its transaction. */
export function matchProductRules(
  runtime: Runtime,
  transaction: { readonly tables: Tables; readonly emit: Emit },
  { before, after, context, history }: MatchedReading,
): Promise<MatchedAlerts> {
  const { id, ownerId, ruleStates: states } = before
  const newest = history.at(-1)
  const pricesBefore = () => newest && createRuleContext(history, newest)
  return matchAlerts(runtime, transaction, {
    watches: 'product',
    id,
    ownerId,
    states,
    facts: { kind: 'product', at: context.at, prices: context, pricesBefore },
    describe: () => describeProduct(before, after),
  })
}

/** Returns a product as an alert shows it. */
function describeProduct(
  { price: previousPrice }: Product,
  { id, title, url, imageUrl, price, wasPrice, sale, availability }: Product,
): ProductSubject {
  return {
    kind: 'product',
    id,
    name: title ?? url,
    url,
    ...defined({
      imageUrl,
      price,
      previousPrice,
      usualPrice: sale?.usual,
      wasPrice,
      saleDepthPercent: sale?.depthPercent,
      availability,
    }),
  }
}
