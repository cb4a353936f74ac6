import type { MonitorSubject } from '../alerting/alert-notice.js'
import type { MonitorFacts, ProductFacts } from '../alerting/rule-facts.js'
import type { Span } from '../latency/spans.js'
import type { Money } from '../money/index.js'
import type { AlertRule } from '../records/alert-records.js'
import type { Monitor } from '../records/monitor-records.js'
import type { Product } from '../records/product-records.js'

/** A price of a rule, with the call and the member that it was passed as. */
export interface RulePrice {
  readonly call: string
  readonly path: string
  readonly price: Money
}

/** The knowledge of monitors and products that alerts need, which other services have. */
export interface AlertSubjects {
  /** Returns the facts of a monitor as it is now. */
  factsOf(monitor: Monitor): Promise<MonitorFacts>
  /** Returns a monitor as an alert shows it. */
  describe(monitor: Monitor, facts: MonitorFacts): MonitorSubject
  /** Yields the facts of the stored checks of a span, as rules were matched with them. */
  replayMonitor(monitor: Monitor, rule: Pick<AlertRule, 'condition'>, span: Span): AsyncIterable<MonitorFacts>
  /** Yields the facts of the stored readings of a span. */
  replayProduct(product: Product, span: Span): AsyncIterable<ProductFacts>
  /** @throws `ValidationError` for a price in a currency that the product never had. */
  checkPrice(product: Product, price: RulePrice): Promise<void>
}
