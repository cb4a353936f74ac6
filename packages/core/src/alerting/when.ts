import type { Money } from '../money/index.js'
import type { PriceMove, RuleCondition } from '../prices/rules/condition.js'
import type { Duration } from '../time/index.js'
import type { AlertCondition, ConditionOf, LeastDuring, MonitorCondition } from './condition.js'

type Of<Kind extends RuleCondition['kind']> = Omit<ConditionOf<Kind>, 'kind'>

/**
 * Builders of conditions, for code. Each returns plain JSON, as an app or an API may send it.
 *
 * @example
 * ```ts
 * import { when } from '@telltale/core/alerting'
 *
 * const isLate = when.any(when.down(), when.slowerThanUsual(50, { for: '5m' }))
 * console.log(isLate.kind) // 'or'
 * ```
 */
export const when = {
  /** Makes a condition that holds when all of its parts do. */
  all: (...of: readonly AlertCondition[]) => ({ kind: 'and', of }) as const,
  /** Makes a condition that holds when one of its parts does. */
  any: (...of: readonly AlertCondition[]) => ({ kind: 'or', of }) as const,
  /** Makes a condition that holds when its part does not. */
  not: (of: AlertCondition) => ({ kind: 'not', of }) as const,
  /** Makes the condition that a monitor has an incident. */
  down: (options: LeastDuring = {}): ConditionOf<'down'> => ({ kind: 'down', ...options }),
  /** Makes the condition that a monitor's incident ended. */
  recovered: (): ConditionOf<'recovered'> => ({ kind: 'recovered' }),
  /** Makes the condition that a monitor is degraded. */
  degraded: (options: LeastDuring = {}): ConditionOf<'degraded'> => ({ kind: 'degraded', ...options }),
  /** Makes the condition that a monitor is in a tier, or in one of several. */
  tierReached: (
    tier: string | readonly string[],
    options: LeastDuring = {},
  ): ConditionOf<'tier-reached'> => ({
    kind: 'tier-reached',
    tier,
    ...options,
  }),
  /** Makes the condition that a monitor left a tier. */
  tierLeft: (tier: string, options: LeastDuring = {}): ConditionOf<'tier-left'> => ({
    kind: 'tier-left',
    tier,
    ...options,
  }),
  /** Makes the condition that a monitor is slower than usual at this hour, by some per cent. */
  slowerThanUsual: (percent: number, options: LeastDuring = {}): ConditionOf<'slower-than-usual'> => ({
    kind: 'slower-than-usual',
    percent,
    ...options,
  }),
  /** Makes the condition that some of the last checks of a monitor failed. */
  failures: (count: number, options: Omit<ConditionOf<'failures'>, 'kind' | 'count'>): MonitorCondition => ({
    kind: 'failures',
    count,
    ...options,
  }),
  /** Makes the condition that a certificate ends within a time. */
  certificateEnding: (within: Duration): ConditionOf<'certificate-ending'> => ({
    kind: 'certificate-ending',
    within,
  }),
  /** Makes the condition that an error budget is spent too fast. */
  errorBudgetBurning: (objective: Omit<ConditionOf<'error-budget-burning'>, 'kind'>): MonitorCondition => ({
    kind: 'error-budget-burning',
    ...objective,
  }),
  /** Makes the condition that a heartbeat did not come in time. */
  heartbeatMissed: (): ConditionOf<'heartbeat-missed'> => ({ kind: 'heartbeat-missed' }),
  /** Makes the condition that a price is at or below a limit. */
  priceBelow: (price: Money, options: Omit<Of<'price-below'>, 'price'> = {}): RuleCondition => ({
    kind: 'price-below',
    price,
    ...options,
  }),
  /** Makes the condition that a price dropped, by per cent or by an amount. */
  dropsBy: (move: PriceMove): RuleCondition => ({ kind: 'drops-by', ...move }),
  /** Makes the condition that a price rose, by per cent or by an amount. */
  risesBy: (move: PriceMove): RuleCondition => ({ kind: 'rises-by', ...move }),
  /** Makes the condition that a price is the lowest of some days. */
  newLow: (days: number): RuleCondition => ({ kind: 'new-low', days }),
  /** Makes the condition that a product is in stock again, at most for a price when given. */
  backInStock: (options: Of<'back-in-stock'> = {}): RuleCondition => ({ kind: 'back-in-stock', ...options }),
  /** Makes the condition that a sale starts. */
  saleStarts: (): RuleCondition => ({ kind: 'sale-starts' }),
  /** Makes the condition that a sale ends. */
  saleEnds: (): RuleCondition => ({ kind: 'sale-ends' }),
  /** Makes the condition that a sale is on whose advertised "was" price is not known to be inflated. */
  honestSale: (): AlertCondition => ({
    kind: 'and',
    of: [{ kind: 'sale-starts' }, { kind: 'not', of: { kind: 'was-price-inflated' } }],
  }),
} satisfies Readonly<Record<string, (...given: never[]) => AlertCondition>>
