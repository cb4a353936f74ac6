import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LatencySketch } from './sketch.js'

/** Bounds a property by time beside its runs, for a busy machine. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const sketchOf = (values: readonly number[]): LatencySketch => {
  const sketch = new LatencySketch()
  for (const value of values) sketch.record(value)
  return sketch
}
/** The value at a quantile's rank, as DDSketch defines it: rank q (n - 1), rounded down. */
const exactQuantile = (values: readonly number[], q: number): number =>
  [...values].sort((left, right) => left - right)[Math.floor(q * (values.length - 1))] as number

const latency = fc.double({ min: 0.001, max: 1e6, noNaN: true })
const latencies = fc.array(latency, { minLength: 1, maxLength: 300 })
const share = fc.double({ min: 0, max: 1, noNaN: true })

describe('a latency sketch', () => {
  it('gives every quantile within 1 % of the exact one', () => {
    fc.assert(
      fc.property(latencies, share, (values, q) => {
        const exact = exactQuantile(values, q)
        const error = Math.abs((sketchOf(values).quantile(q) as number) - exact) / exact
        expect(error).toBeLessThanOrEqual(0.01 + 1e-9)
      }),
      limits,
    )
  })

  it('merged from parts is the sketch of the whole, whatever the parts', () => {
    fc.assert(
      fc.property(fc.array(latencies, { minLength: 1, maxLength: 5 }), (parts) => {
        const merged = new LatencySketch()
        for (const part of parts.toReversed()) merged.merge(sketchOf(part))
        expect(merged.toJSON()).toEqual(sketchOf(parts.flat()).toJSON())
        expect(merged.count).toBe(parts.flat().length)
      }),
      limits,
    )
  })

  it('comes back from JSON unchanged', () => {
    fc.assert(
      fc.property(fc.array(latency), (values) => {
        const sketch = sketchOf(values)
        const back = LatencySketch.from(JSON.parse(JSON.stringify(sketch)))
        expect(back.toJSON()).toEqual(sketch.toJSON())
        expect(back.quantile(0.9)).toBe(sketch.quantile(0.9))
      }),
      limits,
    )
  })

  it('holds zero and the absurdly long at its ends', () => {
    const sketch = sketchOf([0, Number.POSITIVE_INFINITY])
    expect(sketch.quantile(0)).toBeCloseTo(0.001, 4)
    expect(sketch.quantile(1)).toBeGreaterThan(0.98e9)
  })

  it('of nothing has no quantile', () => {
    expect(new LatencySketch().quantile(0.5)).toBeUndefined()
  })

  it('refuses what is no latency, no quantile and no sketch', () => {
    const sketch = new LatencySketch()
    for (const ms of [Number.NaN, -1])
      expect(() => sketch.record(ms)).toThrow(/ms: expected a number of milliseconds/)
    for (const q of [Number.NaN, -0.1, 1.1])
      expect(() => sketch.quantile(q)).toThrow(/q: expected a number from 0 to 1/)
    for (const stored of [
      { from: -1, counts: [1] },
      { from: 1e9, counts: [1] },
      { from: 0, counts: [-1] },
      { from: 0, counts: [0.5] },
      { from: 0 },
      null,
    ])
      expect(() => LatencySketch.from(stored as never)).toThrow(/expected what toJSON\(\) gave/)
    expect(sketch.count).toBe(0)
  })
})
