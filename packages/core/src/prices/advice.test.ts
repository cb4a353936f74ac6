import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyzeHistory } from './index.js'

const day = 86_400_000

/** What came elsewhere after a price of each standing, as `advice.ts` has it: the chance of a drop, and what waiting saved. */
const elsewhere: Readonly<Record<string, readonly [chance: number, saved: number]>> = {
  'the price hardly moved': [0.33, 0.036],
  'it was hardly ever cheaper': [0.26, -0.117],
  'it was cheaper on up to a fifth': [0.56, 0.002],
  'it was cheaper on a fifth to half': [0.67, 0.093],
  'it was cheaper on most': [0.78, 0.122],
  'it was cheaper on nearly all': [0.77, 0.095],
}

/** Where the price of a day stood, by its definition. */
function standing(prices: readonly number[], index: number): string {
  const price = prices[index] ?? 0
  const before = prices.slice(Math.max(0, index - 90), index)
  const cheaper = before.filter((other) => 100 * other <= 98 * price).length / before.length
  const dearer = before.filter((other) => 100 * price <= 98 * other).length / before.length
  if (cheaper <= 0.02) return dearer <= 0.02 ? 'the price hardly moved' : 'it was hardly ever cheaper'
  if (cheaper <= 0.2) return 'it was cheaper on up to a fifth'
  if (cheaper <= 0.5) return 'it was cheaper on a fifth to half'
  return cheaper <= 0.8 ? 'it was cheaper on most' : 'it was cheaper on nearly all'
}

/** The forecast for the last of some days, by looking at all days before it and the thirty after each. */
function forecast(prices: readonly number[]) {
  const last = prices.length - 1
  const now = standing(prices, last)
  const [chance, saved] = elsewhere[now] ?? [0, 0]
  let [days, drops, savings] = [180, 180 * chance, 180 * saved]
  for (let index = 1; index + 30 <= last; index++) {
    if (standing(prices, index) !== now) continue
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
  .map((stretches) => stretches.flatMap(([days, price]) => Array<number>(days).fill(price)))
  .filter(({ length }) => length > 130)

describe('advice', () => {
  it('is what looking at every day and the thirty after it gives', () => {
    fc.assert(
      fc.property(daily, (prices) => {
        const points = prices.map((price, index) => ({
          at: index * day,
          price: { amount: price.toFixed(2), currency: 'EUR' },
        }))
        const { advice } = analyzeHistory(points, { now: (prices.length - 1) * day })
        const { now, dropChance, saving } = forecast(prices)
        expect(advice?.reason.startsWith(now)).toBe(true)
        expect(advice?.dropChance).toBeCloseTo(dropChance, 2)
        expect(Math.abs(Number(advice?.expectedSaving.amount) - saving)).toBeLessThan(0.0051)
        const isWorthIt = dropChance >= 0.5 && saving >= 0.01 * (prices.at(-1) ?? 0)
        // At the very edge both are right.
        const edges = [dropChance - 0.5, saving / (prices.at(-1) ?? 1) - 0.01]
        if (edges.every((off) => Math.abs(off) > 1e-9))
          expect(advice?.action).toBe(isWorthIt ? 'wait' : 'buy')
      }),
    )
  })

  it('speaks of the price that is asked now, not of the one before', () => {
    const prices = [...Array<number>(100).fill(100), ...Array<number>(60).fill(90), 100]
    const points = prices.map((price, index) => ({
      at: index * day,
      price: { amount: price.toFixed(2), currency: 'EUR' },
    }))
    expect(analyzeHistory(points, { now: 160 * day }).advice?.reason).toMatch(/^it was cheaper on most/)
  })
})
