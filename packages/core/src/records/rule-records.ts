import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { RuleCondition } from '../prices/rules/condition.js'
import type { RuleState } from '../prices/rules/rule-state.js'

/** A rule that watches one product. */
export interface PriceRule extends BaseRecord {
  /** The id of the product. */
  readonly productId: string
  /** The condition at which the rule fires. */
  readonly condition: RuleCondition
  /** The state between observations. */
  readonly state: RuleState
  /** The time at which it last fired, in epoch milliseconds; absent while it never did. */
  readonly firedAt?: number
}

/** The table of rules. */
export const priceRulesTable: CollectionDefinition<PriceRule> = {
  name: 'price_rules',
  columns: {
    productId: { type: 'text', references: 'products' },
    condition: { type: 'json' },
    state: { type: 'json' },
    firedAt: { type: 'time', optional: true },
  },
  unique: [],
  indexes: [['productId']],
}
