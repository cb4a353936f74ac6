/** How much may be spent: calls, and US dollars. A limit that is absent is none; one of 0 lets nothing through. */
export interface SpendingLimits {
  readonly callsPerDay?: number
  readonly callsPerMonth?: number
  readonly usdPerDay?: number
  readonly usdPerMonth?: number
}

/** What a call to a source costs, and how much of it there may be. */
export interface AdapterBudget extends SpendingLimits {
  /** What one call costs, in US dollars, unless the call says otherwise. @default 0 */
  readonly costPerCallUsd?: number
  /**
   * From so many failed calls within an hour of the clock on, the source is critical.
   *
   * @default 5 for a source that searches (`listings`, `insights`), else 10
   */
  readonly failuresPerHour?: number
}

/** One sum that is kept of calls to sources, and what it may come to. */
export interface BudgetUse {
  /** The id of the adapter; absent for all sources together. */
  readonly adapter?: string
  /** Whether calls are counted, or US dollars. */
  readonly measure: 'calls' | 'usd'
  readonly period: 'day' | 'month'
  /** What was used since the period began. */
  readonly used: number
  /** What may be used; absent when there is no limit. */
  readonly limit?: number
  /** When the period ends. */
  readonly resetsAt: number
}

/** A sum that reached a share of its limit. */
export interface BudgetReached extends BudgetUse {
  readonly share: 0.5 | 0.8 | 1
}

/** A source that fails again and again. */
export interface SourceCritical {
  /** The id of the adapter. */
  readonly adapter: string
  /** How many of its calls failed within this hour of the clock, in all processes. */
  readonly failures: number
  /** How the last one failed. */
  readonly message: string
}
