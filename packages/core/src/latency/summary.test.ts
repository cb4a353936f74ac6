import { describe, expect, it } from 'vitest'
import { defined } from '../options/checks.js'
import { rollUp } from './roll-up.js'
import { summarizeRollUp } from './summary.js'
import { inPercent } from './summary-in-words.js'

const minute = 60_000

/** The summary of checks by the minute, every tenth of which fails where the test says so. */
function summaryOf(count: number, failing = false) {
  const checks = Array.from({ length: count }, (_, index) => ({
    at: index * minute,
    latencyMs: 40 + index * 0.123456,
    tier: 'SONIC',
    ...defined({
      failure: failing && index % 10 === 9 ? ({ kind: 'refused', message: 'no' } as const) : undefined,
    }),
  }))
  const span = { from: 0, to: count * minute }
  const rolled = rollUp(checks, { ...span, everyMs: minute, staleAfterMs: 2.5 * minute })
  return summarizeRollUp(rolled, { span, monitors: 1, countedMs: span.to, targetMs: 41 })
}

describe('a summary', () => {
  it.each([
    [1, ['p50Ms']],
    [3, ['p50Ms']],
    [10, ['p50Ms', 'p75Ms', 'p90Ms']],
    [30, ['p50Ms', 'p75Ms', 'p90Ms', 'p95Ms']],
    [100, ['p50Ms', 'p75Ms', 'p90Ms', 'p95Ms', 'p99Ms']],
    [1_000, ['p50Ms', 'p75Ms', 'p90Ms', 'p95Ms', 'p99Ms', 'p999Ms']],
  ])('of %i checks has the percentiles that they carry', (count, names) => {
    expect(Object.keys(summaryOf(count).latency)).toEqual(names)
  })

  it('has figures that people can read', () => {
    const { latency, uptime, apdex, inWords } = summaryOf(30, true)
    for (const ms of Object.values(latency)) expect(String(ms)).toMatch(/^\d\d(\.\d)?$/)
    expect(uptime).toEqual({ upMs: 27 * minute, downMs: 3 * minute, unknownMs: 0, share: 0.9 })
    expect(String(apdex)).toMatch(/^0\.\d{1,6}$/)
    expect(inWords).toBe(
      `up 90 % of the known time; median ${latency.p50Ms} ms, 95th percentile ${latency.p95Ms} ms; 3 of 30 checks failed`,
    )
    expect(summaryOf(0).inWords).toBe('no check in this time')
  })

  it.each([
    [1, '100 %'],
    [0.9508196, '95.08 %'],
    [0.99999, '99.999 %'],
    [0.999999, '99.9999 %'],
    [0.99999999, '99.9999 %'],
    [0, '0 %'],
  ])('never rounds %d up to all', (share, words) => {
    expect(inPercent(share)).toBe(words)
  })
})
