import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyzeHistory } from './index.js'

/** Bounds the rounds of a property by time too. */
const limits = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const day = 86_400_000

const pointsOf = (prices: readonly number[]) =>
  prices.map((price, index) => ({
    at: index * day,
    price: { amount: price.toFixed(2), currency: 'EUR' },
  }))

const adviceOn = (prices: readonly number[]) =>
  analyzeHistory(pointsOf(prices), { now: (prices.length - 1) * day }).advice

/** `[30, 100]` is a price of 100 on 30 days. */
const daysAt = (...runs: readonly (readonly [days: number, price: number])[]): readonly number[] =>
  runs.flatMap(([days, price]) => Array<number>(days).fill(price))

/**
 * A history for each level of the price, whose last day alone has that level. Its advice has no outcome of its own to go
 * by, and so tells what the engine knows from other histories: the prior.
 */
const onlyPriors: Readonly<Record<string, readonly number[]>> = {
  'the price hardly moved': [
    ...Array.from({ length: 100 }, (_, index) => (index % 2 ? 120 : 100)),
    ...daysAt([89, 100]),
  ],
  'it was hardly ever cheaper': daysAt([150, 100], [1, 70]),
  'it was cheaper on up to a fifth': daysAt([150, 120], [10, 70], [1, 100]),
  'it was cheaper on a fifth to half': daysAt([150, 120], [30, 70], [1, 100]),
  'it was cheaper on most': daysAt([150, 120], [60, 70], [1, 100]),
  'it was cheaper on nearly all': daysAt([150, 100], [1, 120]),
}

/** The priors: the chance of a drop, and the saving as a share of the price. */
const priors = new Map(
  Object.entries(onlyPriors).map(([level, prices]) => {
    const advice = adviceOn(prices)
    const saved = Number(advice?.expectedSaving.amount) / (prices.at(-1) ?? 0)
    return [level, { chance: advice?.dropChance ?? Number.NaN, saved, reason: advice?.reason }] as const
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
  it.each(Object.keys(onlyPriors))('falls back on other histories when it is new that %s', (level) => {
    const { chance = Number.NaN, saved = Number.NaN, reason } = priors.get(level) ?? {}
    expect(reason?.startsWith(level)).toBe(true)
    expect(chance).toBeGreaterThan(0)
    expect(chance).toBeLessThan(1)
    expect(Math.abs(saved)).toBeLessThan(0.5)
  })

  it('is what brute force over every day and the 30 days after it gives', () => {
    fc.assert(
      fc.property(daily, (prices) => {
        const advice = adviceOn(prices)
        const { now, dropChance, saving } = forecast(prices)
        expect(advice?.reason.startsWith(now)).toBe(true)
        expect(advice?.dropChance).toBeCloseTo(dropChance, 2)
        expect(Math.abs(Number(advice?.expectedSaving.amount) - saving)).toBeLessThan(0.0051)
        const isWorthIt = dropChance >= 0.5 && saving >= 0.01 * (prices.at(-1) ?? 0)
        // At the very threshold either is right.
        const edges = [dropChance - 0.5, saving / (prices.at(-1) ?? 1) - 0.01]
        if (edges.every((off) => Math.abs(off) > 1e-9))
          expect(advice?.action).toBe(isWorthIt ? 'wait' : 'buy')
      }),
      limits,
    )
  })

  it('speaks of the price that is asked now, not of the one before', () => {
    const prices = daysAt([100, 100], [60, 90], [1, 100])
    expect(adviceOn(prices)?.reason).toMatch(/^it was cheaper on most/)
  })
})
