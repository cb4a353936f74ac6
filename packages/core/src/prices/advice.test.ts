import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Forecaster, type PriceLevel } from './forecast.js'
import { analyzeHistory } from './index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const day = 86_400_000

const pointsOf = (prices: readonly number[]) =>
  prices.map((price, index) => ({
    at: index * day,
    price: { amount: price.toFixed(2), currency: 'EUR' },
  }))

const analyzedAt = (prices: readonly number[]) =>
  analyzeHistory(pointsOf(prices), { now: (prices.length - 1) * day })

/** `[30, 100]` is a price of 100 on 30 days. */
const daysAt = (...runs: readonly (readonly [days: number, price: number])[]): readonly number[] =>
  runs.flatMap(([days, price]) => Array<number>(days).fill(price))

/** The words of the reason for each level of the price. */
const levels = {
  flat: 'the price hardly moved',
  lowest: 'it was hardly ever cheaper',
  low: 'it was cheaper on up to a fifth',
  middle: 'it was cheaper on a fifth to half',
  high: 'it was cheaper on most',
  highest: 'it was cheaper on nearly all',
} as const satisfies Record<PriceLevel, string>

/** The priors, which a forecaster that learned nothing gives: the chance of a drop, and the saving as a share. */
const priors = new Map(
  Object.entries(levels).map(([level, description]) => {
    const { dropChance: chance, saved } = new Forecaster().forecast(level as PriceLevel)
    return [description as string, { chance, saved }] as const
  }),
)

/** The level of a day's price, by its definition. */
function levelOf(prices: readonly number[], index: number): string {
  const price = prices[index] ?? 0
  const before = prices.slice(Math.max(0, index - 90), index)
  const cheaper = before.filter((other) => 100 * other <= 98 * price).length / before.length
  const dearer = before.filter((other) => 100 * price <= 98 * other).length / before.length
  if (cheaper <= 0.02) return dearer <= 0.02 ? 'the price hardly moved' : 'it was hardly ever cheaper'
  if (cheaper <= 0.2) return 'it was cheaper on up to a fifth'
  if (cheaper <= 0.5) return 'it was cheaper on a fifth to half'
  return cheaper <= 0.8 ? 'it was cheaper on most' : 'it was cheaper on nearly all'
}

/** The forecast for the last day, by brute force over all days before it and the 30 days after each. */
function forecast(prices: readonly number[]) {
  const last = prices.length - 1
  const now = levelOf(prices, last)
  const { chance = Number.NaN, saved = Number.NaN } = priors.get(now) ?? {}
  let [days, drops, savings] = [180, 180 * chance, 180 * saved]
  for (let index = 1; index + 30 <= last; index++) {
    if (levelOf(prices, index) !== now) continue
    const price = prices[index] ?? 0
    const after = prices.slice(index + 1, index + 31)
    const lower = after.find((each) => 100 * each <= 98 * price)
    days += 1
    drops += lower === undefined ? 0 : 1
    savings += (price - (lower ?? after.at(-1) ?? 0)) / price
  }
  return { now, dropChance: drops / days, saving: ((prices[last] ?? 0) * savings) / days }
}

const daily = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.constantFrom(100, 100, 99, 98, 90, 70, 120)), {
    minLength: 8,
    maxLength: 20,
    size: 'max',
  })
  .map((runs) => daysAt(...runs))
  .filter(({ length }) => length > 130)

describe('advice', () => {
  it('is what brute force over every day and the 30 days after it gives', () => {
    fc.assert(
      fc.property(daily, (prices) => {
        const { advice, noAdvice } = analyzedAt(prices)
        expect(advice === undefined).toBe(noAdvice !== undefined)
        if (!advice) return
        expect(advice.backtest.brierScore).toBeLessThan(advice.backtest.baselineBrierScore)
        const { now, dropChance, saving } = forecast(prices)
        expect(advice.reason.startsWith(now)).toBe(true)
        expect(advice.dropChance).toBeCloseTo(dropChance, 2)
        expect(Math.abs(Number(advice.expectedSaving.amount) - saving)).toBeLessThan(0.0051)
        const isWorthIt = dropChance >= 0.5 && saving >= 0.01 * (prices.at(-1) ?? 0)
        // At the very threshold either is right.
        const edges = [dropChance - 0.5, saving / (prices.at(-1) ?? 1) - 0.01]
        if (edges.every((off) => Math.abs(off) > 1e-9)) expect(advice.action).toBe(isWorthIt ? 'wait' : 'buy')
      }),
      limits,
    )
  })

  it('speaks of the price that is asked now, not of the one before', () => {
    const cycles = Array.from({ length: 12 }, () => daysAt([28, 100], [7, 70])).flat()
    expect(analyzedAt([...cycles, 100]).advice?.reason).toMatch(/^it was cheaper on a fifth to half/)
    expect(analyzedAt([...cycles, 70]).advice?.reason).toMatch(/^it was hardly ever cheaper/)
  })
})
