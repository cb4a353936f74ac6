import { describe, expect, it } from 'vitest'
import { convertPriceLevel, type Estimate, estimateFromMoney, levelDistances } from '../index.js'

const paid: Estimate = { value: 12_000, low: 11_000, high: 13_100, priceLevel: 'paid' }
const own = {
  from: 'asking',
  to: 'paid',
  ratio: { value: 0.93, low: 0.88, high: 0.97 },
  source: 'own sales of 2026',
} as const

describe('convertPriceLevel', () => {
  it('multiplies by the measured distance, and widens the interval by its spread', () => {
    const { estimate, words } = convertPriceLevel(paid, 'retail')
    expect(estimate.priceLevel).toBe('retail')
    expect(estimate.value).toBeCloseTo(12_000 * 1.238, 6)
    // Independent errors add by their squares, in logarithms: neither the value's own spread nor the distance's alone.
    const below = Math.hypot(Math.log(12_000 / 11_000), Math.log(1.238 / 1.121))
    expect(Math.log(estimate.value / (estimate.low ?? 0))).toBeCloseTo(below, 6)
    expect(words).toMatch(
      /^converted from paid to retail prices by 1\.24 \(1\.12 to 1\.42\): .*2009 and 2010/,
    )
  })

  it('takes the distance of cars of that price', () => {
    const of = (value: number) =>
      convertPriceLevel({ value, priceLevel: 'paid' }, 'retail').estimate.value / value
    expect([of(4_000), of(8_000), of(30_000)].map((ratio) => ratio.toFixed(3))).toEqual([
      '1.500',
      '1.322',
      '1.238',
    ])
  })

  it('leaves the same kind as it is', () => {
    expect(convertPriceLevel(paid, 'paid')).toEqual({ estimate: paid })
  })

  it('takes the distance that the host states first, in both directions', () => {
    const asking = { ...paid, priceLevel: 'asking' } as const
    const there = convertPriceLevel(asking, 'paid', [own])
    expect(there.estimate.value).toBeCloseTo(11_160, 6)
    expect(there.words).toMatch(/own sales of 2026$/)
    expect(convertPriceLevel(paid, 'asking', [own]).estimate.value).toBeCloseTo(12_000 / 0.93, 6)
  })

  it('says which distance is missing, and that a kind of price is not stated', () => {
    expect(() => convertPriceLevel({ ...paid, priceLevel: 'asking' }, 'paid')).toThrow(
      /distances: expected a distance from 'asking' to 'paid': none was measured/,
    )
    expect(() => convertPriceLevel({ value: 9_000 }, 'paid')).toThrow(
      /priceLevel: expected the kind of price/,
    )
    expect(() => convertPriceLevel(paid, 'retail', [{ ...own, to: 'asking' }])).toThrow(
      /two different levels/,
    )
  })

  it('widens each quantile, and keeps their order', () => {
    const quantiles = [0.01, 0.1, 0.5, 0.9, 0.99].map((share, i) => ({ share, value: 10_000 + 1_000 * i }))
    const { estimate } = convertPriceLevel({ ...paid, quantiles }, 'retail')
    const values = estimate.quantiles?.map(({ value }) => value) ?? []
    expect(values).toEqual([...values].sort((a, b) => a - b))
    expect(values[2]).toBeCloseTo(estimate.value, 6)
    expect((values[4] ?? 0) / (values[0] ?? 0)).toBeGreaterThan(14_000 / 10_000)
  })
})

it('states each measured distance with a source and a spread', () => {
  for (const { ratio, source } of levelDistances) {
    expect(source).toMatch(/\d{4}/)
    expect(ratio.low).toBeLessThan(ratio.value)
    expect(ratio.high).toBeGreaterThan(ratio.value)
  }
})

it('keeps the kind of price of a valuation', () => {
  const usd = (amount: string) => ({ amount, currency: 'USD' })
  const valuation = {
    value: usd('9000'),
    low: usd('8000'),
    high: usd('10000'),
    level: 0.8,
    priceLevel: 'asking',
  } as const
  expect(estimateFromMoney(valuation).priceLevel).toBe('asking')
})
