import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PriceLevel } from './forecast.js'
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

/** The priors, which are figures of their own: the chance of a drop, and the saving as a share, at each level and at any. */
const priors: Readonly<Record<string, readonly [chance: number, saved: number]>> = {
  [levels.flat]: [0.33, 0.036],
  [levels.lowest]: [0.26, -0.117],
  [levels.low]: [0.56, 0.002],
  [levels.middle]: [0.67, 0.093],
  [levels.high]: [0.78, 0.122],
  [levels.highest]: [0.77, 0.095],
  any: [0.57, 0.037],
}

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

/** Returns what came in the 30 days after a day. */
function outcome(prices: readonly number[], index: number) {
  const price = prices[index] ?? 0
  const after = prices.slice(index + 1, index + 31)
  const lower = after.find((each) => 100 * each <= 98 * price)
  return {
    level: levelOf(prices, index),
    drop: lower === undefined ? 0 : 1,
    saved: 1 - (lower ?? after[29] ?? 0) / price,
  }
}

const sum = (figures: readonly number[]): number => figures.reduce((total, each) => total + each, 0)
const odds = (chance = 0): number => chance / (1 - chance)

/** Returns the chances of a day from all outcomes before it, by the odds themselves rather than by their logarithms. */
function chancesOn(prices: readonly number[], day: number) {
  const known = Array.from({ length: Math.max(0, day - 30) }, (_, index) => outcome(prices, index + 1))
  const now = levelOf(prices, day)
  const own = known.filter(({ level }) => level === now)
  const [[chance = 0, saved = 0] = [], [anyChance = 0, anySaved = 0] = []] = [priors[now], priors.any]
  const drops = sum(known.map(({ drop }) => drop))
  const moved =
    odds((drops + 60 * anyChance) / (known.length + 60)) * Math.sqrt(odds(chance) / odds(anyChance))
  const atAny = (sum(known.map((each) => each.saved)) + 60 * anySaved) / (known.length + 60)
  return {
    now,
    isAfter60: known.length >= 60,
    plain: (drops + 1) / (known.length + 2),
    atLevel: (sum(own.map(({ drop }) => drop)) + (180 * moved) / (1 + moved)) / (own.length + 180),
    saving:
      (sum(own.map((each) => each.saved)) + 180 * (atAny + (saved - anySaved) / 2)) / (own.length + 180),
  }
}

/** The forecast for the last day, by brute force over all days before it and the 30 days after each. */
function forecast(prices: readonly number[]) {
  const last = prices.length - 1
  const past = Array.from({ length: Math.max(0, last - 30) }, (_, index) => {
    return { ...chancesOn(prices, index + 1), drop: outcome(prices, index + 1).drop }
  }).filter(({ isAfter60 }) => isAfter60)
  const lossOf = (chance: 'plain' | 'atLevel') => sum(past.map((each) => (each[chance] - each.drop) ** 2))
  const [weightOfLevel, weightOfPlain] = [
    0.03 * Math.exp(-0.1 * lossOf('atLevel')),
    0.97 * Math.exp(-0.1 * lossOf('plain')),
  ]
  const share = weightOfLevel / (weightOfLevel + weightOfPlain)
  const { now, plain, atLevel, saving } = chancesOn(prices, last)
  const gains = past.map(
    ({ drop, ...chances }) => (chances.plain - drop) ** 2 - (chances.atLevel - drop) ** 2,
  )
  const dropChance = isProven(gains) ? share * atLevel + (1 - share) * plain : plain
  return { now, dropChance, plain, isAhead: sum(gains) > 0, saving: saving * (prices[last] ?? 0) }
}

/** Checks by Student's statistic of the means of blocks of 30 whether gains are more than luck. */
function isProven(gains: readonly number[]): boolean {
  const means = Array.from({ length: Math.floor(gains.length / 30) }, (_, block) => {
    return sum(gains.slice(30 * block, 30 * block + 30)) / 30
  })
  const mean = sum(means) / means.length
  const deviation = Math.sqrt(sum(means.map((each) => (each - mean) ** 2)) / (means.length - 1))
  return means.length >= 4 && sum(gains) > 0 && mean > (1.6449 * deviation) / Math.sqrt(means.length)
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
        const { now, dropChance, plain, isAhead, saving } = forecast(prices)
        if (!isAhead) expect(advice).toBeUndefined()
        if (!advice) return
        expect(advice.backtest.brierScore).toBeLessThanOrEqual(advice.backtest.baselineBrierScore)
        expect(advice.reason.startsWith(now)).toBe(true)
        expect(advice.dropChance).toBeCloseTo(dropChance, 2)
        expect(advice.plainChance).toBeCloseTo(plain, 2)
        expect(Math.abs(Number(advice.expectedSaving.amount) - saving)).toBeLessThan(0.0051)
        // At the very threshold either is right.
        const share = saving / (prices.at(-1) ?? 1)
        if (Math.abs(share - 0.01) > 1e-9) expect(advice.action).toBe(share >= 0.01 ? 'wait' : 'buy')
      }),
      limits,
    )
  })

  it('speaks of the price that is asked now, not of the one before', () => {
    const cycles = Array.from({ length: 12 }, () => daysAt([28, 100], [7, 70])).flat()
    expect(analyzedAt([...cycles, 100]).advice?.reason).toMatch(/^it was cheaper on a fifth to half/)
    expect(analyzedAt([...cycles, 70]).advice?.reason).toMatch(/^it was hardly ever cheaper/)
  })

  it('never says to buy what falls by 2 % a month or more, nor that waiting saves on what rises', () => {
    for (const [percentAWeek, noise] of [
      [1, 0],
      [0.6, 0],
      [2, 0.3],
      [5, 0],
    ] as const)
      for (const sign of [-1, 1]) {
        const prices = Array.from({ length: 560 }, (_, index) => {
          const week = Math.floor(index / 7)
          return 1_000 * (1 + (sign * percentAWeek) / 100) ** week + noise * ((index * 7919) % 10)
        })
        for (let length = 100; length <= prices.length; length += 23) {
          const { advice } = analyzedAt(prices.slice(0, length))
          if (sign < 0) expect(advice?.action, `${length} days`).not.toBe('buy')
          else expect(advice?.action, `${length} days`).not.toBe('wait')
        }
      }
  })
})
