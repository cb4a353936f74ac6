import type { SubjectStates } from '../alerting/subject-state.js'
import type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from '../latency/check.js'
import type { TierSet } from '../latency/define-tiers.js'
import type { HysteresisOptions, HysteresisState } from '../latency/hysteresis.js'
import type { MaintenanceWindow } from '../latency/maintenance.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import { defined } from '../options/index.js'
import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '../ports/index.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'

/** An endpoint that is checked on a schedule, or a job that sends heartbeats. */
export interface Monitor extends BaseRecord {
  /** The name that people see. */
  readonly name: string
  /** The URL to check, without its secrets; `heartbeat:` for a push monitor. */
  readonly url: string
  /** `true` when the URL has a login or other secrets, which are kept apart and never shown. @default false */
  readonly hasUrlSecrets?: boolean
  /** The id of the adapter whose probe measures it; `heartbeat` for a push monitor. */
  readonly adapter: string
  /** The interval, in milliseconds; for a cron expression the longest one between its next slots. */
  readonly everyMs: number
  /** The cron expression that takes the place of the interval. */
  readonly cron?: CronOptions
  /** The treatment of slots that passed while nothing ran. */
  readonly missedRuns: MissedRuns
  /** The time limit of one check, in milliseconds. */
  readonly timeoutMs: number
  /** The way in which it asks its target, with the secrets masked; absent when it is as the adapter says. */
  readonly request?: Readonly<Record<string, unknown>>
  /** The conditions that the answer has to meet; absent when they are as the adapter says. */
  readonly expect?: Readonly<Record<string, unknown>>
  /** `true` when `request` or `expect` has secrets, which are kept apart and never shown. @default false */
  readonly hasSecretSettings?: boolean
  /** `true` when the message of a failed condition may quote what the target answered. @default false */
  readonly revealBody?: boolean
  /** `true` when it fails as its target answers as expected. @default false */
  readonly inverted?: boolean
  /** The further checks of a target that fails; absent when there are none besides those of its schedule. */
  readonly retry?: MonitorRetry
  /** The grace of a push monitor, and the longest run of its job, in milliseconds; absent for one that is checked. */
  readonly heartbeat?: { readonly graceMs: number; readonly maxRunMs?: number }
  /** The tiers of its latency. */
  readonly tiers: TierSet
  /** The statistic of the last checks that is put into tiers; absent where it is each check's own latency. */
  readonly statistic?: WindowStatistic
  /** The conditions for it to move to another tier. */
  readonly hysteresis: HysteresisOptions
  /** The number of failed checks in a row that are an incident. */
  readonly failuresBeforeIncident: number
  /** The maintenance in which checks affect neither its tier nor its incidents. */
  readonly maintenance: readonly MaintenanceWindow[]
  /** The tags by which summaries select it. */
  readonly tags: readonly string[]
  /** The key by which definitions and imports find it again. */
  readonly key?: string
  /** The region that it is checked from. */
  readonly region?: string
  /** `true` while its schedule is paused. */
  readonly paused: boolean
  /** The time at which the next check is due, or a heartbeat is late, in epoch milliseconds. */
  readonly dueAt: number
  /** The tier it is in; absent before the first check that counts and after its tiers were changed. */
  readonly tier?: string
  /** The time at which it moved to that tier, in epoch milliseconds. */
  readonly tierChangedAt?: number
  /** The state that tells when it leaves that tier. */
  readonly hysteresisState?: HysteresisState
  /** The time of the last check or heartbeat, in epoch milliseconds. */
  readonly checkedAt?: number
  /** The latency of the last check, in milliseconds. */
  readonly latencyMs?: number
  /** The condition that degraded the last check; absent when none did. */
  readonly degraded?: string
  /**
   * The time of the first of its degraded checks in a row, in epoch milliseconds; absent when the last check that counts was
   * not degraded.
   */
  readonly degradedSince?: number
  /** The reason of the last check's failure; absent when it succeeded. */
  readonly failure?: CheckFailure
  /** The current run of failed checks; absent when the last check that counts succeeded. */
  readonly failing?: FailureStreak
  /** The runs of a push monitor's job that have begun and not ended; absent where there are none. */
  readonly running?: RunningJob
  /** The ids of the monitors that it depends on: while one of them fails, its own failures are that one's. */
  readonly dependsOn?: readonly string[]
  /**
   * The time from which on all figures leave its present `maintenance` out, in epoch milliseconds; absent where all do.
   * Older figures leave out what was maintenance when they were made, since their checks are kept no more.
   */
  readonly maintenanceFrom?: number
  /** The states of the rules that watch it, by the id of the rule; absent where there are none. */
  readonly ruleStates?: SubjectStates
}

/** A job that runs. */
export interface RunningJob {
  /** The runs that have begun and not ended, the oldest first. */
  readonly runs: readonly StartedRun[]
  /** The time at which the next heartbeat is late once they have ended, in epoch milliseconds. */
  readonly nextDueAt: number
}

/** A run of a job that has begun. */
export interface StartedRun {
  /** The time at which it began, in epoch milliseconds. */
  readonly at: number
  /** The job's own name of the run; absent where it gave none. */
  readonly run?: string
}

/** The further checks of a target that fails. */
export interface MonitorRetry {
  /** The number of further attempts at once; absent when it is that of the adapter. */
  readonly atOnce?: number
  /** The time from a failed check to the next, in milliseconds; absent when it is the monitor's own interval. */
  readonly everyMs?: number
  /** The number of failed checks in a row that are followed by one after `everyMs`; absent without it. */
  readonly times?: number
}

/** A run of failed checks. */
export interface FailureStreak {
  /** The time of the first one, in epoch milliseconds. */
  readonly from: number
  /** The failure of the first one. */
  readonly cause: CheckFailure
  /** The number of failed checks. */
  readonly checks: number
  /** The id of their incident; absent while they are too few for one. */
  readonly incidentId?: string
  /** The id of the monitor it depends on that failed first; absent where none of them fails. */
  readonly causedBy?: string
}

/**
 * The reason why a check does not affect its monitor: maintenance, a probe whose targets fail at once, or a pause that began
 * while it was under way.
 */
export type IgnoreReason = 'maintenance' | 'unhealthy-probe' | 'paused'

/** One check of a monitor, as it is stored. */
export interface Check extends Measurement {
  /** The check's id. */
  readonly id: string
  /** The owner's id. */
  readonly ownerId: string
  /** The monitor's id. */
  readonly monitorId: string
  /** The time at which it began, in epoch milliseconds. */
  readonly at: number
  /** The time at which it should have begun, in epoch milliseconds; absent when it was requested by hand, or catches up on missed slots. */
  readonly slotAt?: number
  /** The number of slots that were missed since the slot before it; absent when none was. */
  readonly missedSlots?: number
  /**
   * The time from which on its state is not known any more, in epoch milliseconds: of the next planned check, of a late
   * heartbeat, or of a pause; absent where the interval tells it.
   */
  readonly staleAt?: number
  /** The tier of this check's own latency. */
  readonly tier: string
  /** The tier of the monitor after it; absent before the first check that counts. */
  readonly monitorTier?: string
  /** The region that it was made from. */
  readonly region?: string
  /** The reason why it does not affect its monitor; absent when it does. */
  readonly ignored?: IgnoreReason
}

/** A check as a row of its series, with plain columns. */
export interface CheckRow extends SeriesRow, CheckPhases, Omit<Measurement, 'phases' | 'failure'> {
  readonly slotAt?: number
  readonly missedSlots?: number
  readonly staleAt?: number
  readonly tier: string
  readonly monitorTier?: string
  readonly region?: string
  readonly ignored?: IgnoreReason
  readonly failureKind?: CheckFailureKind
  readonly failureMessage?: string
}

/** The table of monitors. */
export const monitorsTable: CollectionDefinition<Monitor> = {
  name: 'monitors',
  columns: {
    name: { type: 'text' },
    url: { type: 'text' },
    hasUrlSecrets: { type: 'boolean', optional: true },
    adapter: { type: 'text' },
    everyMs: { type: 'integer' },
    cron: { type: 'json', optional: true },
    missedRuns: { type: 'text' },
    timeoutMs: { type: 'integer' },
    request: { type: 'json', optional: true },
    expect: { type: 'json', optional: true },
    hasSecretSettings: { type: 'boolean', optional: true },
    revealBody: { type: 'boolean', optional: true },
    inverted: { type: 'boolean', optional: true },
    retry: { type: 'json', optional: true },
    heartbeat: { type: 'json', optional: true },
    tiers: { type: 'json' },
    statistic: { type: 'json', optional: true },
    hysteresis: { type: 'json' },
    failuresBeforeIncident: { type: 'integer' },
    maintenance: { type: 'json' },
    tags: { type: 'json' },
    key: { type: 'text', optional: true },
    region: { type: 'text', optional: true },
    paused: { type: 'boolean' },
    dueAt: { type: 'time' },
    tier: { type: 'text', optional: true },
    tierChangedAt: { type: 'time', optional: true },
    hysteresisState: { type: 'json', optional: true },
    checkedAt: { type: 'time', optional: true },
    latencyMs: { type: 'real', optional: true },
    degraded: { type: 'text', optional: true },
    degradedSince: { type: 'time', optional: true },
    failure: { type: 'json', optional: true },
    failing: { type: 'json', optional: true },
    running: { type: 'json', optional: true },
    dependsOn: { type: 'json', optional: true },
    maintenanceFrom: { type: 'time', optional: true },
    ruleStates: { type: 'json', optional: true },
  },
  unique: [['key']],
  indexes: [['paused', 'dueAt']],
}

/** The table of checks. */
export const checksTable: SeriesDefinition<CheckRow> = {
  name: 'checks',
  columns: {
    slotAt: { type: 'time', optional: true },
    missedSlots: { type: 'integer', optional: true },
    staleAt: { type: 'time', optional: true },
    tier: { type: 'text' },
    monitorTier: { type: 'text', optional: true },
    region: { type: 'text', optional: true },
    ignored: { type: 'text', optional: true },
    latencyMs: { type: 'real' },
    uncertaintyMs: { type: 'real' },
    dnsMs: { type: 'real', optional: true },
    proxyMs: { type: 'real', optional: true },
    connectMs: { type: 'real', optional: true },
    tlsMs: { type: 'real', optional: true },
    firstByteMs: { type: 'real', optional: true },
    downloadMs: { type: 'real', optional: true },
    httpStatus: { type: 'integer', optional: true },
    bytes: { type: 'integer', optional: true },
    redirects: { type: 'integer', optional: true },
    remoteAddress: { type: 'text', optional: true },
    addressFamily: { type: 'integer', optional: true },
    protocol: { type: 'text', optional: true },
    certificateExpiresAt: { type: 'time', optional: true },
    certificateName: { type: 'text', optional: true },
    certificateProblem: { type: 'text', optional: true },
    answers: { type: 'json', optional: true },
    packetLoss: { type: 'real', optional: true },
    attempts: { type: 'integer', optional: true },
    firstAttemptMs: { type: 'real', optional: true },
    degraded: { type: 'text', optional: true },
    failureKind: { type: 'text', optional: true },
    failureMessage: { type: 'text', optional: true },
  },
}

/** Makes the row of a check. */
export function checkToRow({ monitorId, phases, failure, ...plain }: Check): CheckRow {
  const failed = failure && { failureKind: failure.kind, failureMessage: failure.message }
  return { ...plain, key: monitorId, ...phases, ...failed }
}

/** Makes the check of a row. */
export function checkFromRow(row: CheckRow): Check {
  const { key, failureKind, failureMessage, ...measured } = row
  const { dnsMs, proxyMs, connectMs, tlsMs, firstByteMs, downloadMs, ...plain } = measured
  const phases: CheckPhases = defined({ dnsMs, proxyMs, connectMs, tlsMs, firstByteMs, downloadMs })
  const failure = failureKind && { failure: { kind: failureKind, message: failureMessage ?? failureKind } }
  return { ...plain, monitorId: key, phases, ...failure }
}
