import { describe, expect, it } from 'vitest'
import { type CheckPhases, latencyChange } from './index.js'

const check = (phases: CheckPhases) => ({
  phases,
  latencyMs: Object.values(phases).reduce((sum: number, ms: number) => sum + ms, 0),
})
const usual = check({ dnsMs: 5, connectMs: 15, tlsMs: 30, firstByteMs: 40 })

describe('a change of latency', () => {
  it('names the phase that caused most of it', () => {
    const slow = check({ dnsMs: 5, connectMs: 20, tlsMs: 194, firstByteMs: 81 })
    const change = latencyChange([usual], [slow])
    expect(change).toMatchObject({
      differenceMs: 210,
      phase: 'tlsMs',
      words: 'slower by 210 ms, 78 % of it TLS',
    })
    expect(change?.share).toBeCloseTo(164 / 210)
  })

  it('tells what became faster alike', () => {
    const fast = check({ connectMs: 15, tlsMs: 30, firstByteMs: 39 })
    expect(latencyChange([usual], [fast])?.words).toBe('faster by 6.0 ms, 83 % of it DNS')
  })

  it('takes the check with the median latency on each side', () => {
    const odd = check({ dnsMs: 4_000 })
    const slow = check({ dnsMs: 5, connectMs: 15, tlsMs: 30, firstByteMs: 340 })
    expect(latencyChange([usual, odd, usual], [slow, odd, usual])?.words).toBe(
      'slower by 300 ms, 100 % of it waiting for the first byte',
    )
  })

  it('counts a phase that outdid the whole change as all of it', () => {
    const moved = check({ dnsMs: 205, connectMs: 15, tlsMs: 30, firstByteMs: 0, downloadMs: 0 })
    expect(latencyChange([usual], [moved])).toMatchObject({ differenceMs: 160, phase: 'dnsMs', share: 1 })
  })

  it('says no more than it knows', () => {
    const unphased = { latencyMs: 500, phases: {} }
    expect(latencyChange([{ ...unphased, latencyMs: 400 }], [unphased])).toEqual({
      differenceMs: 100,
      words: 'slower by 100 ms',
    })
    expect(latencyChange([usual], [usual])).toEqual({ differenceMs: 0, words: 'as fast as before' })
    expect(latencyChange([], [usual])).toBeUndefined()
    expect(latencyChange([usual], [])).toBeUndefined()
  })
})
