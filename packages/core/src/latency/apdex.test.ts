import { describe, expect, it } from 'vitest'
import { apdex } from './index.js'

const many = (count: number, latencyMs: number) => Array.from({ length: count }, () => ({ latencyMs }))

describe('apdex', () => {
  it("gives the 0.75 of Wikipedia's example: of 100, 60 within 3 s, 30 within 12 s, 10 beyond", () => {
    expect(apdex([...many(60, 2_000), ...many(30, 9_000), ...many(10, 15_000)], { targetMs: 3_000 })).toBe(
      0.75,
    )
  })

  it('counts the target and four times the target in', () => {
    const scores = [100, 100.1, 400, 400.1].map((latencyMs) => apdex([{ latencyMs }], { targetMs: 100 }))
    expect(scores).toEqual([1, 0.5, 0.5, 0])
  })

  it('counts a failed check as frustrated, however fast it failed', () => {
    const failure = { kind: 'refused', message: 'nothing listens there' } as const
    expect(apdex([{ latencyMs: 1 }, { latencyMs: 1, failure }], { targetMs: 100 })).toBe(0.5)
  })

  it('has no score without checks', () => {
    expect(apdex([], { targetMs: 100 })).toBeUndefined()
  })

  it('refuses a target that is none', () => {
    for (const targetMs of [0, Number.NaN])
      expect(() => apdex([], { targetMs })).toThrow(/apdex: targetMs: expected a number above 0/)
  })
})
