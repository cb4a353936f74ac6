import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregateValuations, type CarValuation } from '../index.js'

const usd = (amount: number) => ({ amount: amount.toFixed(2), currency: 'USD' })
const from = (name: string, amount: number, more: Partial<CarValuation> = {}): CarValuation => ({
  value: usd(amount),
  source: { name },
  ...more,
})

describe('aggregateValuations', () => {
  it('weighs sources by the inverse square of their errors, and says how', () => {
    const { value, parts, disagreements, words, source } = aggregateValuations([
      from('KBB', 20_000, { error: 0.04 }),
      from('Edmunds', 20_400, { error: 0.08 }),
    ])
    // ln 1.08 / ln 1.04 is 1.9622, whose square is the ratio of the weights: 0.79384 and 0.20616.
    expect(parts.map(({ weight }) => weight.toFixed(3))).toEqual(['0.794', '0.206'])
    // 20,000 × 1.02 ^ 0.20616.
    expect(Number(value.amount)).toBeCloseTo(20_081.8, 0)
    expect(disagreements).toEqual([])
    expect(words).toEqual([
      'KBB counts 79 %: its typical error is 4.0 %, as stated',
      'Edmunds counts 21 %: its typical error is 8.0 %, as stated',
    ])
    expect(source.name).toBe('KBB, Edmunds')
  })

  it('takes the error from the interval, and a source that states none for the least exact', () => {
    // An 80 % interval of ± 10 % in logs: a deviation of 0.1 / 1.2816, and so a typical error of 5.4 %.
    const interval = { low: usd(20_000 / Math.exp(0.1)), high: usd(20_000 * Math.exp(0.1)) }
    const { parts } = aggregateValuations([
      from('own', 20_000, { interval }),
      from('silent', 20_000),
      from('sharp', 20_000, { error: 0.02 }),
    ])
    expect(parts.map(({ error, errorFrom }) => [error.toFixed(3), errorFrom])).toEqual([
      ['0.054', 'interval'],
      ['0.054', 'assumed'],
      ['0.020', 'given'],
    ])
    expect(aggregateValuations([from('only', 20_000)]).parts[0]).toMatchObject({ weight: 1, error: 0.1 })
  })

  it('says where sources disagree, weighs them more evenly then, and widens the interval', () => {
    const errors = [{ error: 0.02 }, { error: 0.04 }]
    const of = (second: number) =>
      aggregateValuations([from('KBB', 20_000, errors[0]), from('Edmunds', second, errors[1])])
    const [calm, torn] = [of(20_100), of(26_000)]
    expect(calm.disagreements).toEqual([])
    expect(torn.disagreements).toMatchObject([{ sources: ['Edmunds', 'KBB'] }])
    expect(torn.disagreements[0]?.ratio).toBeCloseTo(1.3, 9)
    expect(torn.words[2]).toBe('Edmunds lies 30 % above KBB: more than their errors explain')
    expect(torn.parts[0]?.weight).toBeLessThan(calm.parts[0]?.weight ?? 0)
    const width = ({ interval }: typeof calm) => Number(interval.high.amount) / Number(interval.low.amount)
    expect(width(torn)).toBeGreaterThan(width(calm) * 1.2)
    expect(Number(torn.interval.high.amount)).toBeGreaterThan(23_000)
  })

  it('keeps asking and retail apart in words, and refuses to mix them with trade-ins or sales', () => {
    const asking = from('KBB', 20_000, { priceLevel: 'asking' })
    const mixed = aggregateValuations([asking, from('Edmunds', 20_500, { priceLevel: 'retail' })])
    expect(mixed.words.at(-1)).toBe('the sources value different kinds of prices: asking, retail')
    expect(mixed).not.toHaveProperty('priceLevel')
    expect(aggregateValuations([asking, asking]).priceLevel).toBe('asking')
    for (const priceLevel of ['tradeIn', 'paid'] as const)
      expect(() => aggregateValuations([asking, from('Auction', 17_000, { priceLevel })])).toThrow(
        /valuations of one currency and price level/,
      )
  })

  it('lies between the sources, with shares that sum up to 1, in whatever order', () => {
    const valuation = fc
      .record({
        amount: fc.integer({ min: 500, max: 200_000 }),
        error: fc.double({ min: 0.005, max: 0.5, noNaN: true }),
      })
      .map(({ amount, error }) => from(`source ${amount}`, amount, { error }))
    fc.assert(
      fc.property(fc.array(valuation, { minLength: 1, maxLength: 8 }), (valuations) => {
        const { value, parts, interval } = aggregateValuations(valuations)
        const amounts = valuations.map((each) => Number(each.value.amount))
        expect(Number(value.amount)).toBeGreaterThanOrEqual(Math.min(...amounts) - 0.01)
        expect(Number(value.amount)).toBeLessThanOrEqual(Math.max(...amounts) + 0.01)
        expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
        expect(Number(interval.low.amount)).toBeLessThan(Number(interval.high.amount))
        const reversed = aggregateValuations(valuations.toReversed())
        expect(Number(reversed.value.amount)).toBeCloseTo(Number(value.amount), 1)
      }),
      { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false },
    )
  })

  it.each([
    [[], /from 1 to 100 valuations/],
    [[from('a', 0)], /\[0\]\.value: expected a price above 0/],
    [[from('a', 1, { error: 0 })], /\[0\]\.error/],
    [[from('a', 1), { ...from('b', 1), value: { amount: '1.00', currency: 'EUR' } }], /one currency/],
    [[from('a', 1, { interval: { low: usd(2), high: usd(1) } })], /interval: expected low below high/],
  ])('refuses %j', (valuations, message) => {
    expect(() => aggregateValuations(valuations as CarValuation[])).toThrow(message)
  })
})
