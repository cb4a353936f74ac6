import type { PublicState } from '../records/monitor-state.js'

/**
 * The state of all monitors of a status page together: the worst that is told of one. `down` when all are down that
 * something is known of, `partial` when some of them are.
 */
export type OverallState = PublicState | 'partial'

/** The figures of one day of a monitor. Days are those of UTC. */
export interface StatusPageDay {
  /** The date, such as `'2026-11-30'`. */
  readonly date: string
  /**
   * The state: `operational` without a failure, `partial` when it was up for most of the day, `down` when it was down for
   * more than a twentieth of it, `degraded` when only conditions for that were met, `unknown` without a check that counts.
   */
  readonly state: 'operational' | 'degraded' | 'partial' | 'down' | 'unknown'
  /** The share of the known time that it was up, in per cent, rounded down; absent when nothing is known. */
  readonly uptimePercent?: number
  /** The time that it was down, in whole seconds. */
  readonly downSeconds: number
}

/** A monitor as readers of a status page see it. */
export interface StatusPageEntry {
  /** The name that readers see. */
  readonly name: string
  /** Its state now. */
  readonly state: PublicState
  /** The share of the known time of all days that it was up, in per cent, rounded down; absent when nothing is known. */
  readonly uptimePercent?: number
  /** The last 90 days, the oldest first. */
  readonly days: readonly StatusPageDay[]
  /** The median latency since the beginning of yesterday, in milliseconds; absent unless the page shows latencies. */
  readonly medianMs?: number
  /** Its tags; absent unless the page shows them. */
  readonly tags?: readonly string[]
}

/** The words of the owner about an incident that are meant for readers. */
export interface StatusPageMessage {
  /** The time at which they were written, in epoch milliseconds. */
  readonly at: number
  /** The text; absent when somebody takes care of it without a word. */
  readonly text?: string
}

/** An incident as readers of a status page see it. */
export interface StatusPageIncident {
  /** The id of the incident. */
  readonly id: string
  /** The name of the monitor that readers see. */
  readonly monitor: string
  /** The time at which it began, in epoch milliseconds. */
  readonly from: number
  /** The time at which it ended, in epoch milliseconds; absent while it is open. */
  readonly to?: number
  /** The name of the monitor whose failure it follows from; absent where that is unknown, or not on the page. */
  readonly causedBy?: string
  /** The owner's public words, the oldest first. */
  readonly messages: readonly StatusPageMessage[]
}

/** Maintenance as readers of a status page see it. */
export interface StatusPageMaintenance {
  /** The time at which it begins, in epoch milliseconds. */
  readonly from: number
  /** The time at which it ends, in epoch milliseconds. */
  readonly to: number
  /** `true` while it is under way. */
  readonly isUnderWay: boolean
  /** The names of the monitors concerned. */
  readonly monitors: readonly string[]
}

/** The content of a status page at one moment: everything that readers are told, and nothing else. */
export interface StatusPageReport {
  /** The title. */
  readonly title: string
  /** The words below the title; absent where there are none. */
  readonly description?: string
  /** The language in which times and numbers are written. */
  readonly locale: string
  /** The time zone of the times. */
  readonly timeZone: string
  /** The time that it is the report of, in epoch milliseconds. */
  readonly at: number
  /** The state of all monitors together. */
  readonly state: OverallState
  /** The same in words, in English. */
  readonly inWords: string
  /** The groups of monitors, in the order of the page. */
  readonly groups: readonly { readonly name?: string; readonly monitors: readonly StatusPageEntry[] }[]
  /** The open incidents, and those of the last 90 days: the 100 that began last, the last one first. */
  readonly incidents: readonly StatusPageIncident[]
  /** The maintenance under way, and the next of each window within 30 days, in order of time. */
  readonly maintenance: readonly StatusPageMaintenance[]
}
