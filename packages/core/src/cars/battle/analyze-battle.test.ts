import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  analyzeBattle,
  type BattleCar,
  type BattleCategory,
  dominance,
  findWinningChanges,
  scoreBattle,
  valueForMoney,
  weightRobustness,
} from '../index.js'

/** Bounds the rounds of a property by time, too: a third of the time limit of a test. */
const timeLimit = { interruptAfterTimeLimit: 3_000, markInterruptAsFailure: false }

const car = (name: string, facts: BattleCar['facts']): BattleCar => ({ name, facts })
const corvette = car('Corvette', {
  horsepower: 495,
  zeroToSixtySeconds: 3,
  torqueLbFt: 470,
  priceUsd: 67_450,
})
const mustang = car('Mustang', {
  horsepower: 450,
  zeroToSixtySeconds: 4.5,
  torqueLbFt: 410,
  priceUsd: 38_345,
})
const rule = (fact: string, weight = 1): BattleCategory => ({
  id: fact,
  label: fact.toUpperCase(),
  unit: 'u',
  better: 'higher',
  weight,
  fact,
})

describe('weightRobustness', () => {
  it('gives the share of plausible weights that the closed form gives for two categories', () => {
    const cars = [car('A', { x: 2, y: 1 }), car('B', { x: 1, y: 2 })]
    const card = scoreBattle(cars, { categories: [rule('x', 2), rule('y', 1)] })
    // A wins where 2 · f1 > f2. With log-uniform factors the difference of their logarithms is triangular on
    // ±2 ln 3, so the share is 1 − (1 − t)² / 2 with t = ln 2 / (2 ln 3).
    const t = Math.log(2) / (2 * Math.log(3))
    const { cars: shares, tiedShare } = weightRobustness(card, { draws: 65_536 })
    expect(shares[0]?.share).toBeCloseTo(1 - (1 - t) ** 2 / 2, 2)
    expect((shares[0]?.share ?? 0) + (shares[1]?.share ?? 0) + tiedShare).toBeCloseTo(1, 12)
  })

  it('summarizes the shares in a sentence, the same each time', () => {
    const card = scoreBattle([corvette, mustang])
    const robustness = weightRobustness(card)
    const share = Math.round((robustness.cars[0]?.share ?? 0) * 100)
    expect(robustness.summary).toBe(`Corvette wins under ${share} % of plausible weights.`)
    expect(weightRobustness(card)).toEqual(robustness)
  })

  it('is all for a car that is better in everything, and a tie where cars are equal', () => {
    const better = car('Better', {
      horsepower: 500,
      zeroToSixtySeconds: 2.9,
      torqueLbFt: 500,
      priceUsd: 30_000,
    })
    expect(weightRobustness(scoreBattle([better, mustang])).summary).toBe(
      'Better wins under 100 % of plausible weights.',
    )
    const equal = weightRobustness(scoreBattle([mustang, { ...mustang, name: 'Twin' }]))
    expect(equal.tiedShare).toBe(1)
    expect(equal.summary).toBe('A tie under 100 % of plausible weights.')
    expect(weightRobustness(scoreBattle([car('A', {}), car('B', {})])).tiedShare).toBe(1)
  })

  it('does not call nearly all of them all', () => {
    const cars = [car('A', { x: 2, y: 1 }), car('B', { x: 1, y: 2 })]
    const card = scoreBattle(cars, { categories: [rule('x', 8), rule('y', 1)] })
    expect(weightRobustness(card).summary).toBe('A wins under more than 99 % of plausible weights.')
  })

  it.each([[{ maxFactor: 1 }], [{ draws: 0 }], [{ seed: 3 }]])('refuses %j', (options) => {
    expect(() => weightRobustness(scoreBattle([corvette, mustang]), options as object)).toThrow(
      /weightRobustness/,
    )
  })
})

describe('dominance', () => {
  it('finds the car that is nowhere worse, and nothing between cars that are each better somewhere', () => {
    const slower = car('Slower', {
      horsepower: 450,
      zeroToSixtySeconds: 5,
      torqueLbFt: 410,
      priceUsd: 40_000,
    })
    const found = dominance(scoreBattle([corvette, mustang, slower]))
    expect(found).toEqual([
      {
        better: 'Mustang',
        worse: 'Slower',
        compared: ['horsepower', 'zeroToSixty', 'torque', 'price', 'value'],
        ahead: ['zeroToSixty', 'price', 'value'],
        description:
          'Mustang is nowhere worse than Slower, and better in 0 to 60 mph, Price, Power for the money.',
      },
    ])
  })

  it('does not count an unknown value against a car', () => {
    const [found] = dominance(scoreBattle([corvette, car('Unknown', { horsepower: 400 })]))
    expect(found?.compared).toEqual(['horsepower'])
    expect(found?.description).toMatch(/4 of 5 categories cannot be compared\.$/)
    expect(dominance(scoreBattle([car('A', {}), car('B', {})]))).toEqual([])
  })
})

describe('findWinningChanges', () => {
  it('gives the least change of each fact and weight that makes the other car win', () => {
    // The Corvette leads 3 to 2. Any of its three categories turns it, at its own border; the weights of price and of
    // value have to pass 2, and those of the three lost ones cannot fall far enough before 0 leaves a tie.
    const changes = findWinningChanges([corvette, mustang], 'Mustang')
    const found = changes.map(({ name, to, needs }) => [name, to, needs])
    expect(found).toContainEqual(['horsepower', 495, 'more'])
    expect(found).toContainEqual(['torqueLbFt', 470, 'more'])
    expect(found).toContainEqual(['zeroToSixtySeconds', 3, 'less'])
    expect(found).toContainEqual(['price', 2, 'more'])
    expect(found).toContainEqual(['value', 2, 'more'])
    expect(found).toHaveLength(5)
    expect(changes[0]?.description).toBe('Mustang wins if Horsepower goes from 450 to more than 495 hp')
    expect(changes[0]?.relativeChange).toBeCloseTo(0.1, 12)
    expect(changes.map(({ relativeChange }) => relativeChange)).toEqual(
      changes.map(({ relativeChange }) => relativeChange ?? Number.NaN).sort((a, b) => a - b),
    )
  })

  it('finds the price at which value for money turns, too', () => {
    const categories = [rule('horsepower'), { ...rule('priceUsd'), per: { fact: 'horsepower' } }]
    const cheaper = categories.map((each) => ({ ...each, better: 'lower' as const }))
    // In hp A has 100 and B 110; in USD per hp A has 30 and B 20,000 / 110. B wins where both are won or one is, by
    // its power alone: below 100 hp it takes the first, and above 20,000 / 30 hp the second, where it loses the first.
    const cars = [
      car('A', { horsepower: 100, priceUsd: 3_000 }),
      car('B', { horsepower: 110, priceUsd: 20_000 }),
    ]
    const changes = findWinningChanges(cars, 'B', { categories: cheaper })
    expect(changes.filter(({ kind }) => kind === 'fact')).toEqual([])
    const price = findWinningChanges(cars, 'B', { categories: cheaper.slice(1) })
    expect(price.map(({ name, to, needs }) => [name, to, needs])).toEqual([
      ['priceUsd', 3_300, 'less'],
      ['horsepower', 20_000 / 30, 'more'],
    ])
  })

  it('says what an unknown fact would have to be', () => {
    const { torqueLbFt: _unknown, ...facts } = mustang.facts
    const [change] = findWinningChanges([corvette, car('Mustang', facts)], 'Mustang').filter(
      ({ name }) => name === 'torqueLbFt',
    )
    expect(change).not.toHaveProperty('from')
    expect(change?.description).toBe('Mustang wins if Torque, which is not known, is more than 470 lb-ft')
  })

  it('is empty for the winner, and refuses a name that is not there', () => {
    expect(findWinningChanges([corvette, mustang], 'Corvette')).toEqual([])
    expect(() => findWinningChanges([corvette, mustang], 'Camaro')).toThrow(/name: expected the name of one/)
  })

  it('finds the exact thresholds: beyond one the car wins, and before it the car does not', () => {
    const facts = fc.record({
      horsepower: fc.integer({ min: 1, max: 9 }),
      zeroToSixtySeconds: fc.integer({ min: 1, max: 9 }),
      torqueLbFt: fc.integer({ min: 1, max: 9 }),
      priceUsd: fc.integer({ min: 1, max: 9 }),
    })
    fc.assert(
      fc.property(fc.array(facts, { minLength: 2, maxLength: 4 }), (given) => {
        const cars = given.map((each, i) => car(`car ${i}`, each))
        for (const change of findWinningChanges(cars, 'car 0')) {
          if (change.kind !== 'fact') continue
          const winnerAt = (value: number) =>
            scoreBattle(cars.with(0, car('car 0', { ...given[0], [change.name]: value }))).winner
          const { to, needs, from = 0 } = change
          const past = { reach: to, more: to * 1.000001, less: to * 0.999999 }[needs]
          expect(winnerAt(past)).toBe('car 0')
          for (const share of [0, 0.25, 0.5, 0.75]) {
            expect(winnerAt(from + (to - from) * share)).not.toBe('car 0')
          }
        }
      }),
      { numRuns: 30, ...timeLimit },
    )
  })

  it('finds the exact thresholds of weights as well', () => {
    const facts = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 3 })))
    fc.assert(
      fc.property(fc.array(facts, { minLength: 2, maxLength: 4 }), (given) => {
        const names = ['a', 'b', 'c', 'd']
        const cars = given.map((values, i) =>
          car(`car ${i}`, Object.fromEntries(names.map((name, at) => [name, values[at] ?? 0]))),
        )
        const rules = names.map((name) => rule(name, 4))
        const winnerAt = (id: string, weight: number) =>
          scoreBattle(cars, {
            categories: rules.map((each) => (each.id === id ? { ...each, weight } : each)),
          }).winner
        const changes = findWinningChanges(cars, 'car 0', { categories: rules })
        for (const { kind, name, to, needs } of changes) {
          if (kind !== 'weight') continue
          const rounded = Math.round(to * 1_000) / 1_000
          const past = needs === 'more' ? rounded + 0.002 : rounded - 0.002
          if (past > 0) expect(winnerAt(name, Number(past.toFixed(3)))).toBe('car 0')
          const half = Number(((4 + to) / 2).toFixed(3))
          if (half > 0 && Math.abs(half - to) > 0.002) expect(winnerAt(name, half)).not.toBe('car 0')
        }
      }),
      { numRuns: 50, ...timeLimit },
    )
  })
})

describe('valueForMoney', () => {
  it('gives merit per 1,000 USD with the range that the price leaves', () => {
    const [first, second] = valueForMoney([
      { name: 'Corvette', merit: 495, priceUsd: { value: 67_450, low: 61_000, high: 74_000 } },
      { name: 'Mustang', merit: 450, priceUsd: { value: 38_345, low: 35_000, high: 42_000 } },
    ])
    expect(first?.value).toBeCloseTo(7.3388, 4)
    expect(first?.low).toBeCloseTo(495 / 74, 10)
    expect(first?.high).toBeCloseTo(495 / 61, 10)
    expect(first).toMatchObject({ rank: 2, surelyBeats: [], frontier: 'on' })
    expect(second).toMatchObject({ rank: 1, surelyBeats: ['Corvette'], frontier: 'on' })
  })

  it('is open where the intervals do not decide', () => {
    const offer = (name: string, merit: number, low: number, high: number) => ({
      name,
      merit,
      priceUsd: { value: (low + high) / 2, low, high },
    })
    const found = valueForMoney([offer('A', 200, 20, 24), offer('B', 190, 22, 28), offer('C', 180, 25, 30)])
    expect(found.map(({ frontier }) => frontier)).toEqual(['on', 'open', 'off'])
    expect(
      valueForMoney([
        { name: 'A', merit: 1, priceUsd: 9 },
        { name: 'B', merit: 1, priceUsd: 9 },
      ])[0],
    ).toEqual({
      name: 'A',
      value: 1_000 / 9,
      low: 1_000 / 9,
      high: 1_000 / 9,
      rank: 1,
      surelyBeats: [],
      frontier: 'on',
    })
  })

  it.each([
    [[]],
    [[{ name: 'A', merit: 0, priceUsd: 1 }]],
    [[{ name: 'A', merit: 1, priceUsd: 0 }]],
    [[{ name: 'A', merit: 1, priceUsd: { value: 5, low: 6, high: 7 } }]],
  ])('refuses %j', (offers) => {
    expect(() => valueForMoney(offers)).toThrow(/valueForMoney/)
  })
})

describe('analyzeBattle', () => {
  it('combines robustness, dominance and changes', () => {
    const { robustness, dominance: pairs, changes } = analyzeBattle([corvette, mustang])
    expect(robustness.cars.map(({ name }) => name)).toEqual(['Corvette', 'Mustang'])
    expect(pairs).toEqual([])
    expect(changes.map(({ name }) => name)).toEqual(['Mustang'])
    expect(changes[0]?.changes).toEqual(findWinningChanges([corvette, mustang], 'Mustang'))
  })
})
