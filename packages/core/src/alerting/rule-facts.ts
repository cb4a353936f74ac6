import type { CheckFailure } from '../latency/check.js'
import type { RuleContext } from '../prices/rules/rule-context.js'

/** The pace at which an error budget is spent. */
export interface Burn {
  /** `true` when it exceeds a threshold of `burnWindows`. */
  readonly isAlerting: boolean
  /** The highest rate over a long window; absent without checks. */
  readonly rate?: number
}

/** The facts of one check that counts, which rules on monitors are matched with. */
export interface MonitorFacts {
  /** The kind of subject. */
  readonly kind: 'monitor'
  /** The time of the check, in epoch milliseconds. */
  readonly at: number
  /** The latency of the check, in milliseconds. */
  readonly latencyMs: number
  /** The tier of the monitor after it. */
  readonly tier?: string
  /** The tier of the monitor before it. */
  readonly previousTier?: string
  /** The failure of the check; absent when it succeeded. */
  readonly failure?: CheckFailure
  /** The number of failed checks in a row, with this one. */
  readonly failedChecks: number
  /** `true` while the monitor has an incident. */
  readonly isDown: boolean
  /** `true` when the check ended an incident. */
  readonly isRecovered: boolean
  /** `true` while its checks succeed and are degraded. */
  readonly isDegraded: boolean
  /** The condition that degraded the check. */
  readonly degraded?: string
  /** The time at which the certificate ends, in epoch milliseconds. */
  readonly certificateExpiresAt?: number
  /** The usual latency at this hour, in milliseconds; absent when it is not known, or no rule asks for it. */
  readonly usualMs?: number
  /** The pace of each error budget that rules ask for, by `burnKey`. */
  readonly burns?: Readonly<Record<string, Burn>>
}

/** The facts of one reading of a product. */
export interface ProductFacts {
  /** The kind of subject. */
  readonly kind: 'product'
  /** The time of the reading, in epoch milliseconds. */
  readonly at: number
  /** The facts that rules on prices ask about it. */
  readonly prices: RuleContext
  /** Returns what was known at the reading before, at which a new rule begins; `undefined` when there was none. */
  readonly pricesBefore: () => RuleContext | undefined
}

/** The facts of one thing that happened to a part of the host. */
export interface SourceFacts {
  /** The kind of subject. */
  readonly kind: 'source'
  /** The time of it, in epoch milliseconds. */
  readonly at: number
  /** The condition that it makes true, or false. */
  readonly about:
    | 'source-degraded'
    | 'source-critical'
    | 'budget-reached'
    | 'probe-unhealthy'
    | 'alerts-critical'
  /** The id of the adapter. */
  readonly source: string
  /** `false` when it is over, such as a source that answers again. */
  readonly holds: boolean
  /** The share of a budget that is spent, in per cent. */
  readonly percent?: number
  /** The reason in words. */
  readonly reason: string
}

/** The facts of one observation that rules are matched with. */
export type RuleFacts = MonitorFacts | ProductFacts | SourceFacts

/** Returns the name of an objective in {@link MonitorFacts.burns}. */
export const burnKey = ({
  share,
  withinMs,
}: {
  readonly share: number
  readonly withinMs?: number | undefined
}): string => `${share}/${withinMs ?? ''}`
