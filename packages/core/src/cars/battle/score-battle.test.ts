import { describe, expect, it } from 'vitest'
import { type BattleCar, type BattleCategory, battleCategories, scoreBattle } from '../index.js'

// The figures of the quickstart's catalog; the outcome below is worked out by hand.
const corvette: BattleCar = {
  name: 'Corvette',
  facts: { horsepower: 495, zeroToSixtySeconds: 3, torqueLbFt: 470, priceUsd: 67_450 },
}
const mustang: BattleCar = {
  name: 'Mustang',
  facts: { horsepower: 450, zeroToSixtySeconds: 4.5, torqueLbFt: 410, priceUsd: 38_345 },
}
const power: BattleCategory = {
  id: 'power',
  label: 'Power',
  unit: 'hp',
  better: 'higher',
  fact: 'horsepower',
}
const car = (name: string, facts: BattleCar['facts'] = {}): BattleCar => ({ name, facts })
const category = (card: ReturnType<typeof scoreBattle>, id: string) =>
  card.categories.find((score) => score.id === id)

describe('a battle of two cars', () => {
  it('gives the Corvette power, acceleration and torque, and the Mustang price and power for the money', () => {
    const card = scoreBattle([corvette, mustang])

    expect(card.cars).toEqual([
      { name: 'Corvette', points: 3, rank: 1 },
      { name: 'Mustang', points: 2, rank: 2 },
    ])
    expect(card.winner).toBe('Corvette')
    expect(card.summary).toBe('Corvette wins with 3 points, ahead of Mustang with 2.')
    expect(card.categories.map(({ id, winner, reason }) => [id, winner, reason])).toEqual([
      ['horsepower', 'Corvette', 'Corvette: 495 hp against 450 hp'],
      ['zeroToSixty', 'Corvette', 'Corvette: 3 s against 4.5 s'],
      ['torque', 'Corvette', 'Corvette: 470 lb-ft against 410 lb-ft'],
      ['price', 'Mustang', 'Mustang: 38,345 USD against 67,450 USD'],
      // 450 / 38.345 = 11.7356… and 495 / 67.45 = 7.3388…
      ['value', 'Mustang', 'Mustang: 11.74 hp per 1,000 USD against 7.34 hp per 1,000 USD'],
    ])
  })

  it('shows for each category what each car has and what it got for that', () => {
    expect(category(scoreBattle([corvette, mustang]), 'horsepower')).toEqual({
      id: 'horsepower',
      label: 'Horsepower',
      unit: 'hp',
      better: 'higher',
      weight: 1,
      isScored: true,
      entries: [
        { name: 'Corvette', value: 495, points: 1 },
        { name: 'Mustang', value: 450, points: 0 },
      ],
      winner: 'Corvette',
      reason: 'Corvette: 495 hp against 450 hp',
    })
  })

  it('shares a category between equal cars', () => {
    const card = scoreBattle([corvette, { ...mustang, facts: { ...mustang.facts, horsepower: 495 } }])
    const horsepower = category(card, 'horsepower')

    expect(horsepower?.entries.map(({ points }) => points)).toEqual([0.5, 0.5])
    expect(horsepower).not.toHaveProperty('winner')
    expect(horsepower?.reason).toBe('Corvette and Mustang are equal at 495 hp')
    expect(card.cars.map(({ points }) => points)).toEqual([2.5, 2.5])
  })

  it('ends in a tie, without a winner, when both have the same points', () => {
    const card = scoreBattle(
      [car('A', { horsepower: 300, priceUsd: 30_000 }), car('B', { horsepower: 200, priceUsd: 15_000 })],
      {
        categories: battleCategories.filter(({ id }) => id === 'horsepower' || id === 'price'),
      },
    )

    expect(card).not.toHaveProperty('winner')
    expect(card.cars.map(({ rank }) => rank)).toEqual([1, 1])
    expect(card.summary).toBe('A tie between A and B, 1 point each.')
  })

  it('shows a category that one car lacks, says who lacks it, and does not score it', () => {
    const { torqueLbFt: _unknown, ...facts } = mustang.facts
    const card = scoreBattle([corvette, { name: 'Mustang', facts }])

    expect(category(card, 'torque')).toMatchObject({
      isScored: false,
      entries: [
        { name: 'Corvette', value: 470, points: 0 },
        { name: 'Mustang', points: 0 },
      ],
      reason: 'Not scored: Torque is not known for Mustang',
    })
    expect(category(card, 'torque')?.entries[1]).not.toHaveProperty('value')
    expect(card.cars.map(({ points }) => points)).toEqual([2, 2])
    expect(card.summary).toBe('A tie between Corvette and Mustang, 2 points each. Not scored: Torque.')
  })

  it('does not score a ratio when its divisor is missing or 0', () => {
    const free = scoreBattle([corvette, car('Gift', { horsepower: 100, priceUsd: 0 })])
    expect(category(free, 'value')?.reason).toBe('Not scored: Power for the money is not known for Gift')
    expect(category(free, 'price')?.winner).toBe('Gift')

    const unpriced = scoreBattle([corvette, car('Unpriced', { horsepower: 100 })])
    expect(category(unpriced, 'value')?.isScored).toBe(false)
  })

  it('has no winner when no category can be scored', () => {
    const card = scoreBattle([car('A'), car('B')])

    expect(card).not.toHaveProperty('winner')
    expect(card.cars.map(({ points, rank }) => [points, rank])).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(card.categories[0]?.reason).toBe('Not scored: Horsepower is not known for any car')
    expect(card.summary).toBe('No winner: no category could be scored.')
  })

  it('compares values exactly, and writes as many decimals as tell them apart', () => {
    const reasonOf = (a: number, b: number) =>
      scoreBattle([car('A', { horsepower: a }), car('B', { horsepower: b })], { categories: [power] })
        .categories[0]?.reason

    expect(reasonOf(300.001, 300)).toBe('A: 300.001 hp against 300 hp')
    expect(reasonOf(0.1 + 0.2, 0.3)).toBe('A: 0.30000000000000004 hp against 0.3 hp')
  })

  it('takes equal ratios for equal, whatever they are made of', () => {
    const card = scoreBattle([
      car('A', { horsepower: 300, priceUsd: 30_000 }),
      car('B', { horsepower: 330, priceUsd: 33_000 }),
    ])
    expect(category(card, 'value')?.reason).toBe('A and B are equal at 10 hp per 1,000 USD')
  })
})

describe('a battle of more cars', () => {
  const m2 = car('M2', { horsepower: 453, zeroToSixtySeconds: 4.1, torqueLbFt: 406, priceUsd: 62_200 })

  it('gives a category to the best and names the next best', () => {
    const card = scoreBattle([corvette, mustang, m2])

    expect(card.cars).toEqual([
      { name: 'Corvette', points: 3, rank: 1 },
      { name: 'Mustang', points: 2, rank: 2 },
      { name: 'M2', points: 0, rank: 3 },
    ])
    expect(category(card, 'zeroToSixty')?.reason).toBe('Corvette: 3 s against 4.1 s of the next best, M2')
  })

  it('does not score what a single one of them lacks', () => {
    const card = scoreBattle([corvette, car('Unknown A'), m2, car('Unknown B')])
    expect(category(card, 'price')?.reason).toBe('Not scored: Price is not known for Unknown A and Unknown B')
  })

  it('shares a category among the best, and gives equal cars the same rank', () => {
    const card = scoreBattle(
      [
        car('A', { horsepower: 300 }),
        car('B', { horsepower: 200 }),
        car('C', { horsepower: 300 }),
        car('D', { horsepower: 200 }),
      ],
      { categories: [power] },
    )

    expect(card.cars.map(({ name, points, rank }) => [name, points, rank])).toEqual([
      ['A', 0.5, 1],
      ['B', 0, 3],
      ['C', 0.5, 1],
      ['D', 0, 3],
    ])
    expect(card.categories[0]?.reason).toBe('A and C are equal at 300 hp against 200 hp of the next best, B')
  })

  it('gives a thousandth that three equal cars cannot share to the first by name, and still calls it a tie', () => {
    const card = scoreBattle(
      ['C', 'A', 'B'].map((name) => car(name, { horsepower: 300 })),
      {
        categories: [power],
      },
    )

    expect(card.cars.map(({ name, points, rank }) => [name, points, rank])).toEqual([
      ['C', 0.333, 1],
      ['A', 0.334, 1],
      ['B', 0.333, 1],
    ])
    expect(card).not.toHaveProperty('winner')
    expect(card.summary).toBe('A tie between C, A and B.')
  })

  it('gives the thousandths of several categories to a different car each time', () => {
    const categories = ['one', 'two', 'three'].map((id) => ({ ...power, id }))
    const card = scoreBattle(
      ['A', 'B', 'C'].map((name) => car(name, { horsepower: 300 })),
      { categories },
    )
    expect(card.cars.map(({ points }) => points)).toEqual([1, 1, 1])
  })
})

describe('categories of a host', () => {
  it('are plain data that survive JSON', () => {
    const categories = JSON.parse(JSON.stringify(battleCategories))
    expect(scoreBattle([corvette, mustang], { categories })).toEqual(scoreBattle([corvette, mustang]))
  })

  it('weigh as much as they say', () => {
    const weights: Record<string, number> = { price: 2.5 }
    const categories = battleCategories.map((each) => ({ ...each, weight: weights[each.id] ?? 1 }))
    const card = scoreBattle([corvette, mustang], { categories })

    expect(card.cars.map(({ points }) => points)).toEqual([3, 3.5])
    expect(card.summary).toBe('Mustang wins with 3.5 points, ahead of Corvette with 3.')
  })

  it('sum without the dust of binary fractions', () => {
    const categories = [0.1, 0.2].map((weight, i) => ({ ...power, id: `${i}`, weight }))
    expect(scoreBattle([corvette, mustang], { categories }).cars[0]?.points).toBe(0.3)
  })

  it('may compare any fact, also per another', () => {
    const categories: BattleCategory[] = [
      { id: 'weight', label: 'Weight', unit: 'lb', better: 'lower', fact: 'curbWeightLb' },
      {
        id: 'ratio',
        label: 'Power to weight',
        unit: 'hp/lb',
        better: 'higher',
        fact: 'horsepower',
        per: { fact: 'curbWeightLb' },
      },
    ]
    const card = scoreBattle(
      [
        car('Light', { curbWeightLb: 2_000, horsepower: 150 }),
        car('Heavy', { curbWeightLb: 4_000, horsepower: 400 }),
      ],
      { categories },
    )
    expect(card.categories.map(({ winner, reason }) => [winner, reason])).toEqual([
      ['Light', 'Light: 2,000 lb against 4,000 lb'],
      ['Heavy', 'Heavy: 0.1 hp/lb against 0.08 hp/lb'], // 400/4000 and 150/2000 = 0.075
    ])
  })

  it('of a fact that no car has, nor inherits from its object, are not scored', () => {
    for (const fact of ['wings', 'constructor', '__proto__'])
      expect(
        scoreBattle([corvette, mustang], { categories: [{ ...power, fact }] }).categories[0]?.reason,
      ).toBe('Not scored: Power is not known for any car')
  })
})
