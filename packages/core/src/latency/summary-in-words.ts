import { inMs } from './in-ms.js'

/** The finest share that is told: about a second in a month, less than one in ten million checks. */
const shareDigits = 1e6

/** Rounds a share, down: what was not up all the time is never said to have been. */
export const roundShare = (share: number): number => Math.floor(share * shareDigits + 1e-6) / shareDigits

/** The figures of a summary that are told in words. */
interface ToldFigures {
  readonly monitors: number
  readonly checks: number
  readonly failed: number
  readonly degraded: number
  readonly uptime: { readonly share?: number }
  readonly latency: { readonly p50Ms?: number; readonly p95Ms?: number }
}

/** Returns the figures of a summary in a sentence. */
export function summaryInWords({ checks, failed, degraded, uptime, latency, monitors }: ToldFigures): string {
  const ofMonitors = monitors === 1 ? '' : `${monitors} monitors: `
  if (checks === 0) return `${ofMonitors}no check in this time`
  const { share } = uptime
  const up = share === undefined ? 'nothing known of its uptime' : `up ${inPercent(share)} of the known time`
  const { p50Ms, p95Ms } = latency
  const median = p50Ms === undefined ? [] : [`median ${inMs(p50Ms)}`]
  const tail = p95Ms === undefined ? [] : [`95th percentile ${inMs(p95Ms)}`]
  const latencies = [...median, ...tail].join(', ')
  const failures = failed === 0 ? `no failure in ${checks} checks` : `${failed} of ${checks} checks failed`
  const degradations = degraded === 0 ? '' : `${degraded} degraded`
  return `${ofMonitors}${[up, latencies, failures, degradations].filter((part) => part !== '').join('; ')}`
}

/** Returns a share in per cent, with as many digits as tell it from 100 %, up to four. */
export function inPercent(share: number): string {
  if (share === 1) return '100 %'
  for (const digits of [2, 3, 4]) {
    const scale = 10 ** digits
    const percent = Math.floor(share * 100 * scale + 1e-6) / scale
    if (percent < 100 - 1 / scale || digits === 4) return `${percent} %`
  }
  return '100 %'
}
