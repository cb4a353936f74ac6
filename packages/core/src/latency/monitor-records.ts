import type { BaseRecord, CollectionDefinition, SeriesDefinition, SeriesRow } from '../ports/index.js'
import type { CheckFailure, CheckFailureKind, CheckPhases, Measurement } from './check.js'
import type { TierSet } from './define-tiers.js'

/** An endpoint that is checked on a schedule. */
export interface Monitor extends BaseRecord {
  readonly name: string
  readonly url: string
  /** The id of the adapter whose probe measures it. */
  readonly adapter: string
  /** The time between two checks. */
  readonly everyMs: number
  /** How long one check may take. */
  readonly timeoutMs: number
  /** The tiers its latency is put into. */
  readonly tiers: TierSet
  /** Whether its schedule stands still. */
  readonly paused: boolean
  /** When the next scheduled check is due. */
  readonly dueAt: number
  /** The tier it is in; absent before the first check and after its tiers were changed. */
  readonly tier?: string
  /** Since when it is in that tier. */
  readonly tierChangedAt?: number
  /** When it was last checked. */
  readonly checkedAt?: number
  /** What the last check took. */
  readonly latencyMs?: number
  /** Why the last check failed; absent when it did not. */
  readonly failure?: CheckFailure
}

/** One check of a monitor, as it is stored. */
export interface Check extends Measurement {
  readonly id: string
  readonly ownerId: string
  readonly monitorId: string
  /** When it began. */
  readonly at: number
  /** When it should have begun; absent when it was asked for by hand. */
  readonly slotAt?: number
  /** The tier the monitor was in with it. */
  readonly tier: string
}

/** A check as a row of its series, with plain columns. */
export interface CheckRow extends SeriesRow, CheckPhases, Omit<Measurement, 'phases' | 'failure'> {
  readonly slotAt?: number
  readonly tier: string
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
    timeoutMs: { type: 'integer' },
    tiers: { type: 'json' },
    paused: { type: 'boolean' },
    dueAt: { type: 'time' },
    tier: { type: 'text', optional: true },
    tierChangedAt: { type: 'time', optional: true },
    checkedAt: { type: 'time', optional: true },
    latencyMs: { type: 'real', optional: true },
    failure: { type: 'json', optional: true },
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
  const phases: CheckPhases = {
    ...(dnsMs !== undefined && { dnsMs }),
    ...(connectMs !== undefined && { connectMs }),
    ...(tlsMs !== undefined && { tlsMs }),
    ...(firstByteMs !== undefined && { firstByteMs }),
    ...(downloadMs !== undefined && { downloadMs }),
  }
  const failure = failureKind && { failure: { kind: failureKind, message: failureMessage ?? failureKind } }
  return { ...plain, monitorId: key, phases, ...failure }
}
