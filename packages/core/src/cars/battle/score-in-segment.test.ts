import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type BattleCar, type BattleCategory, scoreInSegment } from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const power: BattleCategory = {
  id: 'power',
  label: 'Power',
  unit: 'hp',
  better: 'higher',
  weight: 2,
  fact: 'horsepower',
}
const price: BattleCategory = { id: 'price', label: 'Price', unit: 'USD', better: 'lower', fact: 'priceUsd' }
const categories = [power, price]
const segment = [
  { horsepower: 150, priceUsd: 20_000 },
  { horsepower: 200, priceUsd: 25_000 },
  { horsepower: 250, priceUsd: 30_000 },
  { horsepower: 300 },
]

describe('scoreInSegment', () => {
  it('gives each car its weight times the share of the segment that it beats', () => {
    const cars = [
      { name: 'A', facts: { horsepower: 250, priceUsd: 22_000 } },
      { name: 'B', facts: { horsepower: 120, priceUsd: 25_000 } },
    ]
    const card = scoreInSegment(cars, { segment, categories })
    // A beats two of four and equals one: (2 + ½) / 4. Of the three prices that are known it beats two.
    expect(card.categories[0]?.entries[0]).toEqual({
      name: 'A',
      value: 250,
      percentile: 0.625,
      points: 1.25,
      low: 1.25,
      high: 1.25,
    })
    expect(card.categories[1]).toMatchObject({ compared: 3, entries: [{ points: 0.667 }, { points: 0.5 }] })
    expect(card.cars).toEqual([
      { name: 'A', points: 1.917, low: 1.917, high: 1.917, rank: 1 },
      { name: 'B', points: 0.5, low: 0.5, high: 0.5, rank: 2 },
    ])
  })

  it('widens the range by an unknown value, which counts as the middle', () => {
    const { cars, categories: scored } = scoreInSegment([{ name: 'A', facts: { horsepower: 250 } }], {
      segment,
      categories,
    })
    expect(scored[1]?.entries[0]).toEqual({ name: 'A', points: 0.5, low: 0, high: 1 })
    expect(cars[0]).toEqual({ name: 'A', points: 1.75, low: 1.25, high: 2.25, rank: 1 })
  })

  it('counts a category for no car when the segment has no values', () => {
    const { cars, categories: scored } = scoreInSegment([{ name: 'A', facts: { horsepower: 250 } }], {
      segment: [{ doors: 4 }],
      categories,
    })
    expect(scored.map(({ entries }) => entries)).toEqual([[], []])
    expect(cars[0]?.points).toBe(0)
  })

  const facts = fc.record(
    { horsepower: fc.integer({ min: 1, max: 20 }), priceUsd: fc.integer({ min: 1, max: 20 }) },
    { requiredKeys: [] },
  )
  const segments = fc.array(facts, { minLength: 1, maxLength: 12 })

  it('never turns the order of two cars when a third one joins', () => {
    const three = fc.tuple(facts, facts, facts)
    fc.assert(
      fc.property(three, segments, ([a, b, c], cars) => {
        const named = [a, b, c].map((each, i): BattleCar => ({ name: `car ${i}`, facts: each }))
        const two = scoreInSegment(named.slice(0, 2), { segment: cars, categories }).cars
        const all = scoreInSegment(named, { segment: cars, categories }).cars
        for (const at of [0, 1]) expect(all[at]?.points).toBe(two[at]?.points)
        const order = (card: typeof two) => Math.sign((card[0]?.rank ?? 0) - (card[1]?.rank ?? 0))
        expect(order(all)).toBe(order(two))
      }),
      { numRuns: 10_000, ...timeLimit },
    )
  }, 60_000)

  it('has parts that sum exactly', () => {
    fc.assert(
      fc.property(fc.array(facts, { minLength: 1, maxLength: 5 }), segments, (given, cars) => {
        const named = given.map((each, i): BattleCar => ({ name: `car ${i}`, facts: each }))
        const card = scoreInSegment(named, { segment: cars, categories })
        for (const [at, { points, low, high }] of card.cars.entries()) {
          const sum = (part: 'points' | 'low' | 'high') =>
            card.categories.reduce(
              (total, { entries }) => total + Math.round((entries[at]?.[part] ?? 0) * 1_000),
              0,
            )
          expect([points, low, high]).toEqual([
            sum('points') / 1_000,
            sum('low') / 1_000,
            sum('high') / 1_000,
          ])
          expect(low <= points && points <= high).toBe(true)
        }
      }),
      timeLimit,
    )
  })

  it.each([
    [[], { segment }],
    [
      [
        { name: 'A', facts: {} },
        { name: 'A', facts: {} },
      ],
      { segment },
    ],
    [[{ name: 'A', facts: {} }], { segment: [] }],
    [[{ name: 'A', facts: { horsepower: -1 } }], { segment }],
  ])('refuses %j in %j', (cars, options) => {
    expect(() => scoreInSegment(cars, options)).toThrow(/scoreInSegment/)
  })
})
