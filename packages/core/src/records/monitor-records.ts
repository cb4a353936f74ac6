import type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from '../latency/check.js'
import type { TierSet } from '../latency/define-tiers.js'
import type { HysteresisOptions, HysteresisState } from '../latency/hysteresis.js'
import type { MaintenanceWindow } from '../latency/maintenance.js'
import type { WindowStatistic } from '../latency/window-statistic.js'
import { defined } from '../options/index.js'
import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '../ports/index.js'
import type { CronOptions } from '../schedule/cron-slots.js'
import type { MissedRuns } from '../schedule/slot-plan.js'

/** An endpoint that is checked on a schedule, or a job that is heard of. */
export interface Monitor extends BaseRecord {
  readonly name: string
  /** What is checked; `heartbeat:` for a push monitor. */
  readonly url: string
  /** The id of the adapter whose probe measures it; `heartbeat` for a push monitor. */
  readonly adapter: string
  /** The time between two checks; of a cron expression, the longest time to come. */
  readonly everyMs: number
  /** The slots by the clock on the wall that it has instead. */
  readonly cron?: CronOptions
  /** What becomes of slots that passed while nothing ran. */
  readonly missedRuns: MissedRuns
  /** How long one check may take. */
  readonly timeoutMs: number
  /** How a push monitor is waited for; absent for one that is checked. */
  readonly heartbeat?: { readonly graceMs: number }
  /** The tiers its latency is put into. */
  readonly tiers: TierSet
  /** Which figure of the last checks is put into tiers; absent where it is each check's own latency. */
  readonly statistic?: WindowStatistic
  /** When it moves to another tier. */
  readonly hysteresis: HysteresisOptions
  /** How many failed checks in a row are an incident. */
  readonly failuresBeforeIncident: number
  /** When its checks count for nothing but themselves. */
  readonly maintenance: readonly MaintenanceWindow[]
  /** What it belongs to. */
  readonly tags: readonly string[]
  /** Where it is checked from. */
  readonly region?: string
  /** Whether its schedule stands still. */
  readonly paused: boolean
  /** When the next scheduled check is due, or a heartbeat is missed. */
  readonly dueAt: number
  /** The tier it is in; absent before the first check that counts and after its tiers were changed. */
  readonly tier?: string
  /** Since when it is in that tier. */
  readonly tierChangedAt?: number
  /** What is remembered of recent checks, to tell when it leaves that tier. */
  readonly steady?: HysteresisState
  /** When it was last checked, or heard of. */
  readonly checkedAt?: number
  /** What the last check took. */
  readonly latencyMs?: number
  /** Why the last check failed; absent when it did not. */
  readonly failure?: CheckFailure
  /** The failed checks in a row that it is in; absent when the last check that counts succeeded. */
  readonly failing?: FailureStreak
}

/** Failed checks in a row. */
export interface FailureStreak {
  /** When the first one began. */
  readonly from: number
  /** Why the first one failed. */
  readonly cause: CheckFailure
  /** How many there are. */
  readonly checks: number
  /** The incident they are; absent while they are too few for one. */
  readonly incidentId?: string
}

/** Why a check changes nothing about its monitor: it was announced, or most targets of its probe fail at once. */
export type IgnoreReason = 'maintenance' | 'unhealthy-probe'

/** One check of a monitor, as it is stored. */
export interface Check extends Measurement {
  readonly id: string
  readonly ownerId: string
  readonly monitorId: string
  /** When it began. */
  readonly at: number
  /** When it should have begun; absent when it was asked for by hand, or makes up for missed slots. */
  readonly slotAt?: number
  /** The tier of this check's own latency. */
  readonly tier: string
  /** The tier that the monitor was in with it; absent before the first check that counts. */
  readonly monitorTier?: string
  /** Where it was made from. */
  readonly region?: string
  /** Why it changes nothing about its monitor; absent when it counts. */
  readonly ignored?: IgnoreReason
}

/** A check as a row of its series, with plain columns. */
export interface CheckRow extends SeriesRow, CheckPhases, Omit<Measurement, 'phases' | 'failure'> {
  readonly slotAt?: number
  readonly tier: string
  readonly monitorTier?: string
  readonly region?: string
  readonly ignored?: IgnoreReason
  readonly failureKind?: CheckFailureKind
  readonly failureMessage?: string
}

/** Where monitors are kept. */
export const monitorsTable: CollectionDefinition<Monitor> = {
  name: 'monitors',
  columns: {
    name: { type: 'text' },
    url: { type: 'text' },
    adapter: { type: 'text' },
    everyMs: { type: 'integer' },
    cron: { type: 'json', optional: true },
    missedRuns: { type: 'text' },
    timeoutMs: { type: 'integer' },
    heartbeat: { type: 'json', optional: true },
    tiers: { type: 'json' },
    statistic: { type: 'json', optional: true },
    hysteresis: { type: 'json' },
    failuresBeforeIncident: { type: 'integer' },
    maintenance: { type: 'json' },
    tags: { type: 'json' },
    region: { type: 'text', optional: true },
    paused: { type: 'boolean' },
    dueAt: { type: 'time' },
    tier: { type: 'text', optional: true },
    tierChangedAt: { type: 'time', optional: true },
    steady: { type: 'json', optional: true },
    checkedAt: { type: 'time', optional: true },
    latencyMs: { type: 'real', optional: true },
    failure: { type: 'json', optional: true },
    failing: { type: 'json', optional: true },
  },
  unique: [],
  indexes: [['paused', 'dueAt']],
}

/** Where checks are kept. */
export const checksTable: SeriesDefinition<CheckRow> = {
  name: 'checks',
  columns: {
    slotAt: { type: 'time', optional: true },
    tier: { type: 'text' },
    monitorTier: { type: 'text', optional: true },
    region: { type: 'text', optional: true },
    ignored: { type: 'text', optional: true },
    latencyMs: { type: 'real' },
    uncertaintyMs: { type: 'real' },
    dnsMs: { type: 'real', optional: true },
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
    certificateProblem: { type: 'text', optional: true },
    attempts: { type: 'integer', optional: true },
    firstAttemptMs: { type: 'real', optional: true },
    failureKind: { type: 'text', optional: true },
    failureMessage: { type: 'text', optional: true },
  },
}

/** The row that keeps a check. */
export function checkToRow({ monitorId, phases, failure, ...plain }: Check): CheckRow {
  const failed = failure && { failureKind: failure.kind, failureMessage: failure.message }
  return { ...plain, key: monitorId, ...phases, ...failed }
}

/** The check that a row keeps. */
export function checkFromRow(row: CheckRow): Check {
  const { key, failureKind, failureMessage, dnsMs, connectMs, tlsMs, firstByteMs, downloadMs, ...plain } = row
  const phases: CheckPhases = defined({ dnsMs, connectMs, tlsMs, firstByteMs, downloadMs })
  const failure = failureKind && { failure: { kind: failureKind, message: failureMessage ?? failureKind } }
  return { ...plain, monitorId: key, phases, ...failure }
}
