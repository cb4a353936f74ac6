import type { TierSet } from '../latency/define-tiers.js'
import type { HysteresisOptions } from '../latency/hysteresis.js'
import type { MaintenanceWindow } from '../latency/maintenance.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'
import type { Duration } from '../time/index.js'

/** Options of a new monitor. */
export interface MonitorOptions {
  /** The URL to check, of a scheme that one of the adapters knows. Left out when `heartbeat` is given. */
  readonly url?: string
  /** The name that people see. @default the URL's host and path */
  readonly name?: string
  /** The time between two checks, or two heartbeats; from `'1s'` to `'30d'`. @default '1m' */
  readonly every?: Duration
  /** The slots of its checks, or of its heartbeats, as a cron expression in place of `every`. @default none */
  readonly cron?: CronOptions
  /**
   * The treatment of slots that passed while nothing ran: `once` catches up on all of them with one check, `skip` waits
   * for the next slot.
   *
   * @default 'once'
   */
  readonly missedRuns?: MissedRuns
  /** The time limit of one check; from `'50ms'` to `'60s'`. @default '10s' */
  readonly timeout?: Duration
  /** Makes it a push monitor: it is not checked, its job reports with `monitors.heartbeat` that it ran. @default none */
  readonly heartbeat?: HeartbeatOptions
  /** The tiers of its latency. @default sonicTiers */
  readonly tiers?: TierSet
  /** The statistic of the last checks that is put into tiers. @default each check's own latency */
  readonly statistic?: WindowStatistic
  /** The conditions for it to move to another tier. @default two checks in a row, three after a recent change */
  readonly hysteresis?: HysteresisOptions
  /** The number of failed checks in a row that are an incident. @default 2, and 1 for a heartbeat */
  readonly failuresBeforeIncident?: number
  /** Up to 20 windows of maintenance, in which checks affect neither its tier nor its incidents. @default [] */
  readonly maintenance?: readonly MaintenanceWindow[]
  /** Up to 20 tags, such as `checkout`, by which summaries select monitors. @default [] */
  readonly tags?: readonly string[]
  /** The region that it is checked from, which its checks and incidents repeat. @default none */
  readonly region?: string
  /** The id of the adapter whose probe measures it. @default the first one that knows the URL */
  readonly adapter?: string
  /** `true` when it is created with its schedule paused. @default false */
  readonly paused?: boolean
}

/** Options of a push monitor. */
export interface HeartbeatOptions {
  /** The time after the expected one until which a heartbeat is not late; up to `'30d'`. @default '1m' */
  readonly grace?: Duration
}

/** The changes of a monitor. Absent members stay as they are. A push monitor stays one, and others never become one. */
export type MonitorPatch = Partial<Omit<MonitorOptions, 'heartbeat'>>

/** The report of a job that ran. */
export interface HeartbeatReport {
  /** The duration of the job, in milliseconds, up to seven days, which is put into tiers like a latency. @default 0 */
  readonly durationMs?: number
  /** The reason of its failure. @default none: it succeeded */
  readonly failure?: string
}
