/** Limits of calls, lookups and US dollars. An absent limit is unlimited; a limit of 0 rejects every call. */
export interface SpendingLimits {
  /** The maximum calls per day. @default unlimited */
  readonly callsPerDay?: number
  /** The maximum calls per month. @default unlimited */
  readonly callsPerMonth?: number
  /**
   * The maximum lookups per day. A lookup is one question that an adapter answers, such as the value of a car, whatever
   * number of calls it takes. @default unlimited
   */
  readonly lookupsPerDay?: number
  /** The maximum lookups per month. @default unlimited */
  readonly lookupsPerMonth?: number
  /** The maximum US dollars per day. @default unlimited */
  readonly usdPerDay?: number
  /** The maximum US dollars per month. @default unlimited */
  readonly usdPerMonth?: number
}

/** The cost of a call to a source, and the limits of calls and spending. */
export interface AdapterBudget extends SpendingLimits {
  /** The cost of one call in US dollars, unless the call states its own. @default 0 */
  readonly costPerCallUsd?: number
  /** The maximum calls that one lookup takes, for estimates. @default 1 */
  readonly callsPerLookup?: number
  /**
   * The number of failed calls within an hour of the clock at which `source:critical` is emitted.
   *
   * @default 5 for a source that searches (`listings`, `insights`), else 10
   */
  readonly failuresPerHour?: number
}

/** The use of one limit in its current period. */
export interface BudgetUse {
  /** The id of the adapter. Absent for all sources together. */
  readonly adapter?: string
  /** The unit of `used` and `limit`: calls, lookups or US dollars. */
  readonly measure: 'calls' | 'lookups' | 'usd'
  /** The period of the limit. */
  readonly period: 'day' | 'month'
  /** The amount used since the period began. */
  readonly used: number
  /** The limit. Absent when there is none. */
  readonly limit?: number
  /** The end of the period, in epoch milliseconds. */
  readonly resetsAt: number
}

/** A budget of which a share has been used. */
export interface BudgetReached extends BudgetUse {
  /** The share of the limit that was reached. */
  readonly share: 0.5 | 0.8 | 1
}

/** A source that keeps failing. */
export interface SourceCritical {
  /** The id of the adapter. */
  readonly adapter: string
  /** The number of calls that failed within this hour of the clock, in all processes. */
  readonly failures: number
  /** The message of the last failure. */
  readonly message: string
}
