import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defined } from '../../options/index.js'
import { type BattleCar, type BattleCategory, scoreBattle } from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const facts = ['a', 'b', 'c', 'd']
// Few different values, so that ties of several cars and missing facts are common.
const carFacts = fc.dictionary(fc.constantFrom(...facts), fc.integer({ min: 0, max: 2 }), {
  minKeys: 3,
  maxKeys: 4,
})
const cars = fc
  .uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 7 })
  .chain((names) =>
    fc.tuple(...names.map((name) => carFacts.map((known): BattleCar => ({ name, facts: known })))),
  )
const categories = fc
  .array(
    fc.record({
      better: fc.constantFrom('higher' as const, 'lower' as const),
      thousandths: fc.integer({ min: 1, max: 5_000 }),
      fact: fc.constantFrom(...facts),
      divisor: fc.option(fc.constantFrom(...facts), { nil: undefined, freq: 3 }),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((list) =>
    list.map(
      ({ better, thousandths, fact, divisor }, i): BattleCategory => ({
        id: `category ${i}`,
        label: `Category ${i}`,
        unit: 'u',
        better,
        weight: thousandths / 1_000,
        fact,
        ...defined({ per: divisor === undefined ? undefined : { fact: divisor, amount: 10 } }),
      }),
    ),
  )

const thousandths = (points: number) => Math.round(points * 1_000)
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

interface Fraction {
  readonly top: bigint
  readonly bottom: bigint
}
const add = (a: Fraction, b: Fraction): Fraction => ({
  top: a.top * b.bottom + b.top * a.bottom,
  bottom: a.bottom * b.bottom,
})
const isLess = (a: Fraction, b: Fraction) => a.top * b.bottom < b.top * a.bottom

/** Scores a battle by comparing every car with every other, in fractions, and without rounding. */
function exactTotals(
  contenders: readonly BattleCar[],
  rules: readonly BattleCategory[],
): readonly Fraction[] {
  const totals = contenders.map((): Fraction => ({ top: 0n, bottom: 1n }))
  for (const { better, weight = 1, fact, per } of rules) {
    const values = contenders.map((each) => {
      const [over, under] = [each.facts[fact], per ? each.facts[per.fact] : 1]
      return over === undefined || !under ? undefined : { over, under }
    })
    const beats = (a: number, b: number) => {
      const [left, right] = [values[a], values[b]]
      if (!left || !right) throw new Error('only called when all are known')
      const difference = left.over * right.under - right.over * left.under
      return better === 'higher' ? difference > 0 : difference < 0
    }
    if (values.includes(undefined)) continue
    const all = contenders.map((_, i) => i)
    const unbeaten = all.filter((a) => !all.some((b) => beats(b, a)))
    for (const a of unbeaten)
      totals[a] = add(totals[a] as Fraction, {
        top: BigInt(thousandths(weight)),
        bottom: BigInt(unbeaten.length) * 1_000n,
      })
  }
  return totals
}

describe('every battle', () => {
  it('deals points that sum exactly, by category and by car', () => {
    fc.assert(
      fc.property(cars, categories, (contenders, rules) => {
        const card = scoreBattle(contenders, { categories: rules })
        for (const { entries, isScored, weight } of card.categories) {
          expect(sum(entries.map(({ points }) => thousandths(points)))).toBe(
            isScored ? thousandths(weight) : 0,
          )
          for (const { points } of entries) expect(thousandths(points) / 1_000).toBe(points)
        }
        card.cars.forEach(({ points }, i) => {
          const parts = card.categories.map(({ entries }) => thousandths(entries[i]?.points ?? Number.NaN))
          expect(sum(parts) / 1_000).toBe(points)
        })
      }),
      timeLimit,
    )
  })

  it('gives the places that exact fractions give, and points within a thousandth a category of them', () => {
    fc.assert(
      fc.property(cars, categories, (contenders, rules) => {
        const card = scoreBattle(contenders, { categories: rules })
        const exact = exactTotals(contenders, rules)
        card.cars.forEach(({ points, rank }, i) => {
          const mine = exact[i] as Fraction
          expect(rank).toBe(1 + exact.filter((other) => isLess(mine, other)).length)
          const scored = card.categories.filter((category) => category.isScored).length
          expect(Math.abs(points - Number(mine.top) / Number(mine.bottom))).toBeLessThanOrEqual(
            scored / 1_000 + 1e-9,
          )
        })
        const first = card.cars.filter(({ rank }) => rank === 1)
        expect(card.winner).toBe(first.length === 1 ? first[0]?.name : undefined)
      }),
      timeLimit,
    )
  })

  it('ends the same in whatever order the cars come', () => {
    const shuffled = cars.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
    )
    fc.assert(
      fc.property(shuffled, categories, ([given, reordered], rules) => {
        const byName = (list: readonly BattleCar[]) =>
          new Map(scoreBattle(list, { categories: rules }).cars.map((each) => [each.name, each]))
        expect(byName(reordered)).toEqual(byName(given))
      }),
      timeLimit,
    )
  })

  it('has the same places when every weight is multiplied', () => {
    fc.assert(
      fc.property(cars, categories, fc.integer({ min: 2, max: 50 }), (contenders, rules, factor) => {
        const scaled = rules.map((rule) => ({
          ...rule,
          weight: (thousandths(rule.weight ?? 1) * factor) / 1_000,
        }))
        const places = (list: readonly BattleCategory[]) =>
          scoreBattle(contenders, { categories: list }).cars.map(({ rank }) => rank)
        expect(places(scaled)).toEqual(places(rules))
      }),
      timeLimit,
    )
  })

  it('is not changed by a category of which nobody has the fact', () => {
    fc.assert(
      fc.property(cars, categories, fc.nat(), (contenders, rules, position) => {
        const unknown: BattleCategory = { id: 'x', label: 'X', unit: 'u', better: 'higher', fact: 'unknown' }
        const without = scoreBattle(contenders, { categories: rules })
        const withIt = scoreBattle(contenders, {
          categories: rules.toSpliced(position % rules.length, 0, unknown),
        })
        expect(withIt.cars).toEqual(without.cars)
        expect(withIt.winner).toBe(without.winner)
      }),
      timeLimit,
    )
  })
})
