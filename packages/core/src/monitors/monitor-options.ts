import type { TierSet } from '../latency/define-tiers.js'
import type { HysteresisOptions } from '../latency/hysteresis.js'
import type { MaintenanceWindow } from '../latency/maintenance.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'
import type { Duration } from '../time/index.js'

/** What is to be monitored. */
export interface MonitorOptions {
  /** Where it is; which schemes are known depends on the adapters. Left out when `heartbeat` is given. */
  readonly url?: string
  /** How people call it. @default the URL's host and path */
  readonly name?: string
  /** The time between two checks, or two heartbeats; from `'1s'` to `'30d'`. @default '1m' */
  readonly every?: Duration
  /** When it is checked, or heard of, instead of `every`. */
  readonly cron?: CronOptions
  /**
   * What becomes of slots that passed while nothing ran: `once` makes up for all of them with one check, `skip` waits
   * for the next slot.
   *
   * @default 'once'
   */
  readonly missedRuns?: MissedRuns
  /** How long one check may take; from `'50ms'` to `'60s'`. @default '10s' */
  readonly timeout?: Duration
  /** Makes it a push monitor: it is not checked, a job says by `monitors.beat` that it ran. */
  readonly heartbeat?: HeartbeatOptions
  /** The tiers its latency is put into. @default sonicTiers */
  readonly tiers?: TierSet
  /** Which figure of the last checks is put into tiers. @default each check's own latency */
  readonly statistic?: WindowStatistic
  /** When it moves to another tier. @default two checks in a row, three where it was restless */
  readonly hysteresis?: HysteresisOptions
  /** How many failed checks in a row are an incident. @default 2, and 1 for a heartbeat */
  readonly failuresBeforeIncident?: number
  /** When its checks count for nothing but themselves. @default [] */
  readonly maintenance?: readonly MaintenanceWindow[]
  /** What it belongs to, such as `checkout`; up to 20 short words, by which summaries can be asked for. @default [] */
  readonly tags?: readonly string[]
  /** Where it is checked from, carried along to its checks and incidents. */
  readonly region?: string
  /** The id of the adapter whose probe measures it. @default the first one that knows the URL */
  readonly adapter?: string
  /** Whether it begins with its schedule standing still. @default false */
  readonly paused?: boolean
}

/** How a push monitor is waited for. */
export interface HeartbeatOptions {
  /** How much later than expected a heartbeat may come before it is missed; up to `'30d'`. @default '1m' */
  readonly grace?: Duration
}

/** What is to change about a monitor; what is absent stays. A push monitor stays one, and others never become one. */
export type MonitorPatch = Partial<Omit<MonitorOptions, 'heartbeat'>>

/** What a job says when it ran. */
export interface HeartbeatReport {
  /** How long it took, in milliseconds; put into tiers like a latency. @default 0 */
  readonly durationMs?: number
  /** Why it failed. @default it did not */
  readonly failure?: string
}
