import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { type BattleCar, type BattleCategory, scoreBattle } from '../index.js'

const car = (name: string, facts: BattleCar['facts'] = {}): BattleCar => ({ name, facts })
const corvette = car('Corvette', { horsepower: 495 })
const mustang = car('Mustang', { horsepower: 450 })
const power: BattleCategory = {
  id: 'power',
  label: 'Power',
  unit: 'hp',
  better: 'higher',
  fact: 'horsepower',
}

describe('what a battle refuses', () => {
  const issuesOf = (run: () => unknown) => {
    try {
      run()
    } catch (error) {
      if (error instanceof ValidationError)
        return error.issues.map(({ path, message }) => `${path}: ${message}`).join('; ')
      throw error
    }
    return 'accepted'
  }
  const withCategory = (patch: object) => () =>
    scoreBattle([corvette, mustang], { categories: [{ ...power, ...patch }] })

  it.each([
    ['fewer than two cars', () => scoreBattle([corvette]), /^cars: expected at least two cars$/],
    ['two cars of one name', () => scoreBattle([corvette, corvette]), /^cars\[1\]\.name: .*'Corvette'/],
    ['a car without a name', () => scoreBattle([corvette, car('')]), /^cars\[1\]\.name: /],
    [
      'a fact that is NaN',
      () => scoreBattle([corvette, car('B', { horsepower: Number.NaN })]),
      /^cars\[1\]\.facts\.horsepower: /,
    ],
    [
      'an infinite fact',
      () => scoreBattle([corvette, car('B', { horsepower: Infinity })]),
      /^cars\[1\]\.facts\.horsepower: /,
    ],
    [
      'a negative fact',
      () => scoreBattle([corvette, car('B', { priceUsd: -1 })]),
      /^cars\[1\]\.facts\.priceUsd: /,
    ],
    [
      'no categories',
      () => scoreBattle([corvette, mustang], { categories: [] }),
      /^categories: expected at least one/,
    ],
    [
      'two categories of one id',
      () => scoreBattle([corvette, mustang], { categories: [power, power] }),
      /^categories\[1\]\.id: .*'power'/,
    ],
    ['a weight of 0', withCategory({ weight: 0 }), /^categories\[0\]\.weight: /],
    ['a negative weight', withCategory({ weight: -1 }), /^categories\[0\]\.weight: /],
    ['a weight that is NaN', withCategory({ weight: Number.NaN }), /^categories\[0\]\.weight: /],
    ['an infinite weight', withCategory({ weight: Infinity }), /^categories\[0\]\.weight: /],
    [
      'a weight finer than thousandths',
      withCategory({ weight: 1 / 3 }),
      /^categories\[0\]\.weight: .*three decimals/,
    ],
    ['another direction', withCategory({ better: 'faster' }), /^categories\[0\]\.better: /],
    ['a misspelt member', withCategory({ wieght: 2 }), /^categories\[0\]: unknown option 'wieght'/],
    [
      'a divisor of no amount',
      withCategory({ per: { fact: 'priceUsd', amount: 0 } }),
      /^categories\[0\]\.per\.amount: /,
    ],
    [
      'an unknown option',
      () => scoreBattle([corvette, mustang], { zip: '75146' } as object),
      /^: unknown option 'zip'/,
    ],
  ])('%s, naming the part', (_what, run, expected) => {
    expect(issuesOf(run)).toMatch(expected)
  })
})
