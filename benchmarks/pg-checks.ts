import type { CheckRow } from '../packages/core/src/records/monitor-records.js'
import { checksTable } from '../packages/core/src/records/monitor-records.js'

export { type CheckRow, checksTable }

const uuid = (kind: number, number: number): string =>
  `019b76da-a8${String(kind).padStart(2, '0')}-7000-8000-${number.toString(16).padStart(12, '0')}`

/** Returns the id of a monitor. */
export const monitorId = (number: number): string => uuid(0, number)

/** Returns a check as a running monitor stores it, with every column but those of a failure. */
export function checkRow(number: number, monitors: number, at: number): CheckRow {
  const latencyMs = 20 + ((number * 7_919) % 4_000) / 16
  return {
    ownerId: `user_${number % 10}`,
    key: monitorId(number % monitors),
    at,
    id: uuid(1, number),
    slotAt: at - 3,
    tier: latencyMs < 100 ? 'SONIC' : 'KNUCKLES',
    monitorTier: 'SONIC',
    region: 'eu-central',
    latencyMs,
    uncertaintyMs: 0.25,
    dnsMs: 1.5,
    connectMs: 4.25,
    tlsMs: 9.5,
    firstByteMs: latencyMs - 16,
    downloadMs: 0.75,
    httpStatus: 200,
    bytes: 5_120,
    redirects: 0,
    remoteAddress: '203.0.113.7',
    addressFamily: 4,
    protocol: 'h2',
    certificateExpiresAt: Date.UTC(2027, 5),
    attempts: 1,
    firstAttemptMs: latencyMs,
  }
}
