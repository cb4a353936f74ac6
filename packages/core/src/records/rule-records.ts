import type { BaseRecord, CollectionDefinition } from '../ports/index.js'
import type { RuleCondition } from '../prices/rules/condition.js'
import type { RuleState } from '../prices/rules/match-rule.js'

/** A rule that watches one product. */
export interface PriceRule extends BaseRecord {
  readonly productId: string
  /** What it waits for. */
  readonly condition: RuleCondition
  /** What it remembers of the readings so far. */
  readonly state: RuleState
  /** When it came true last; absent while it never did. */
  readonly firedAt?: number
}

/** Where rules are kept. */
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
