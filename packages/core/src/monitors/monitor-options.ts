import type { TierSet } from '../latency/define-tiers.js'
import type { HysteresisOptions } from '../latency/hysteresis.js'
import type { MaintenanceWindow } from '../latency/maintenance.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import type { ProbeSettings } from '../ports/index.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'
import type { Duration } from '../time/index.js'

/**
 * Options of a new monitor.
 *
 * @typeParam Settings - the settings that the host's probes take, known from the types of its adapters.
 */
export interface MonitorOptions<Settings extends ProbeSettings = ProbeSettings> {
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
  /**
   * The way in which the target is asked, such as `{ method: 'HEAD', headers: { … } }`; the README of each probe lists its
   * members. Those that are left out are as the adapter says, and `null` takes one off. @default that of the adapter
   */
  readonly request?: Settings['request']
  /** The conditions that its answer has to meet, such as `{ status: [200], body: { contains: 'ok' } }`. @default those of the adapter */
  readonly expect?: Settings['expect']
  /** `true` when the message of a failed condition may quote what the target answered. @default false */
  readonly revealBody?: boolean
  /** `true` to fail when the target answers as expected, and to succeed when it does not. @default false */
  readonly inverted?: boolean
  /** Makes it a push monitor: it is not checked, its job reports with `monitors.heartbeat` that it ran. @default none */
  readonly heartbeat?: HeartbeatOptions
  /** The tiers of its latency. @default sonicTiers */
  readonly tiers?: TierSet
  /** The statistic of the last checks that is put into tiers. @default each check's own latency */
  readonly statistic?: WindowStatistic
  /** The conditions for it to move to another tier. @default two checks in a row, three after a recent change */
  readonly hysteresis?: HysteresisOptions
  /** The further checks of a target that fails. @default none besides those of its schedule */
  readonly retry?: RetryOptions
  /**
   * The number of failed checks in a row that are an incident.
   *
   * @default 2, and 1 for a heartbeat; with `retry.every` one more than its `times`
   */
  readonly failuresBeforeIncident?: number
  /** Up to 20 windows of maintenance, in which checks affect neither its tier nor its incidents. @default [] */
  readonly maintenance?: readonly MaintenanceWindow[]
  /** Up to 20 tags, such as `checkout`, by which summaries select monitors. @default [] */
  readonly tags?: readonly string[]
  /**
   * The ids of up to 20 monitors that it depends on, such as that of its router. While one of them fails, its own incident
   * names that one as `causedBy`. No monitor depends on itself. @default none
   */
  readonly dependsOn?: readonly string[]
  /**
   * The key by which definitions and imports find it again, such as `shop/checkout`: up to 200 characters, unique among an
   * owner's monitors, and never changed. @default none
   */
  readonly key?: string
  /** The region that it is checked from, which its checks and incidents repeat. @default none */
  readonly region?: string
  /** The id of the adapter whose probe measures it. @default the first one that knows the URL */
  readonly adapter?: string
  /** `true` when it is created with its schedule paused. @default false */
  readonly paused?: boolean
}

/** The further checks of a target that fails. */
export interface RetryOptions {
  /** The number of further attempts at once, within the `timeout` of one check; up to 10. @default that of the adapter */
  readonly atOnce?: number
  /** The time from a failed check to the next, while `times` are left; from `'1s'`. @default the monitor's own interval */
  readonly every?: Duration
  /** The number of failed checks in a row that are followed by one after `every`; up to 100. @default 3 with `every` */
  readonly times?: number
}

/** Options of a push monitor. */
export interface HeartbeatOptions {
  /** The time after the expected one until which a heartbeat is not late; up to `'30d'`. @default '1m' */
  readonly grace?: Duration
  /**
   * The time after the start of a run by which it must have ended; up to `'30d'`. It counts for runs whose start is told
   * by `monitors.heartbeatStart`. @default the grace, and at least an hour
   */
  readonly maxRun?: Duration
}

/**
 * The changes of a monitor. Absent members stay as they are, and `null` takes one back to its default. Each member is
 * replaced as a whole, `request` and `expect` too; a secret that is given back as its mask stays as it is. A push monitor
 * stays one, and others never become one.
 */
export type MonitorPatch<Settings extends ProbeSettings = ProbeSettings> = {
  readonly [Name in keyof Omit<MonitorOptions<Settings>, 'key'>]?: Name extends 'url' | 'paused' | 'heartbeat'
    ? MonitorOptions<Settings>[Name]
    : MonitorOptions<Settings>[Name] | null
}

/** The start of a job's run. */
export interface HeartbeatStart {
  /** The name of the run, which its heartbeat repeats, where several may run at a time; up to 200 characters. @default none */
  readonly run?: string
}

/** The report of a job that ran. */
export interface HeartbeatReport {
  /**
   * The duration of the job, in milliseconds, up to seven days, which is put into tiers like a latency.
   *
   * @default the time since its start was told, or else 0
   */
  readonly durationMs?: number
  /** The reason of its failure. @default none: it succeeded, unless `exitCode` says otherwise */
  readonly failure?: string
  /** The exit code of its process, from 0 to 255; any but 0 is a failure. @default 0 */
  readonly exitCode?: number
  /** The name of the run that has ended, as its start gave it. @default the run without a name */
  readonly run?: string
}
