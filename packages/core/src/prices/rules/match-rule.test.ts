import { describe, expect, it } from 'vitest'
import { ValidationError } from '../../errors/index.js'
import { defined } from '../../options/index.js'
import { type HistoryPoint, type RuleCondition, simulateRule } from '../index.js'

const day = 86_400_000
const eur = (amount: string) => ({ amount, currency: 'EUR' })

/** One reading a day: a price, `gone` for out of stock, `unread` for a page that gave nothing. */
const daily = (...readings: readonly string[]): readonly HistoryPoint[] =>
  readings.map((reading, index): HistoryPoint => {
    const at = index * day
    if (reading === 'unread') return { at }
    return reading === 'gone' ? { at, availability: 'OutOfStock' } : { at, price: eur(reading) }
  })

const firedOn = (rule: RuleCondition, points: readonly HistoryPoint[]) =>
  simulateRule(rule, points).map(({ at }) => at / day)

describe('price-below', () => {
  const rule: RuleCondition = { kind: 'price-below', price: eur('50') }

  it('fires once at the limit or below it', () => {
    expect(firedOn(rule, daily('60', '50', '49', '48'))).toEqual([1])
    expect(simulateRule(rule, daily('60', '50'))[0]?.reason).toBe('it costs 50.00 EUR, at or below 50.00 EUR')
  })

  it('fires at the first observation when the price is already below', () => {
    expect(firedOn(rule, daily('40', '40'))).toEqual([0])
  })

  it('fires again after the price was more than 1 % above, and not after it hovered', () => {
    expect(firedOn(rule, daily('50', '50.40', '49', '50.50', '49'))).toEqual([0])
    expect(firedOn(rule, daily('50', '50.51', '49'))).toEqual([0, 2])
  })

  it('rests for eight days after it was last true, unless the price is lower by more than 1 %', () => {
    const rest = (days: number) => Array<string>(days).fill('60')
    expect(firedOn(rule, daily('50', '60', '50', '60', '49.50', '60', '49.40'))).toEqual([0, 6])
    expect(firedOn(rule, daily('50', ...rest(7), '50'))).toEqual([0])
    expect(firedOn(rule, daily('50', ...rest(8), '50'))).toEqual([0, 9])
    // What it would have fired at begins the rest anew.
    expect(firedOn(rule, daily('50', ...rest(5), '50', ...rest(5), '50', ...rest(9), '50'))).toEqual([0, 22])
  })

  it('ignores pages that could not be read, and prices in another currency', () => {
    expect(firedOn(rule, daily('49', 'unread', 'unread', '49', 'gone', '49'))).toEqual([0])
    const dollars = { at: 1, price: { amount: '10', currency: 'USD' } }
    expect(simulateRule(rule, [dollars])).toEqual([])
  })
})

describe('drops-by', () => {
  const rule: RuleCondition = { kind: 'drops-by', percent: 10 }

  it('adds up small steps: it compares with the highest price since it last fired', () => {
    expect(firedOn(rule, daily('100', '96', '93', '90'))).toEqual([3])
    expect(simulateRule(rule, daily('100', '96', '93', '90'))[0]?.reason).toBe(
      'it dropped by 10 %, from 100.00 EUR to 90.00 EUR',
    )
  })

  it('starts again from the price at which it fired', () => {
    expect(firedOn(rule, daily('100', '90', '85', '81', '80'))).toEqual([1, 3])
    expect(firedOn(rule, daily('100', '120', '108'))).toEqual([2])
    expect(firedOn(rule, daily('100', '90.01'))).toEqual([])
  })
})

describe('a move of the price', () => {
  it.each([
    ['rises-by', { percent: 10 }, ['100', '104', '107', '110', '112', '121'], [3, 5]],
    ['rises-by', { percent: 10 }, ['100', '90', '99'], [2]],
    ['rises-by', { percent: 10 }, ['0', '100', '100', '109'], []],
    ['rises-by', { amount: eur('5') }, ['100', '104.99', '105'], [2]],
    ['drops-by', { amount: eur('5') }, ['100', '95.01', '95', '90'], [2, 3]],
    ['rises-by', { amount: { amount: '5', currency: 'USD' } }, ['100', '120'], []],
    ['rises-by', { percent: 10 }, ['100', '110', '100', '110', '100', '112'], [1, 5]],
    ['changes', {}, ['100', '100', '99.99', 'unread', '99.99', 'gone', '100', '101'], [2, 6, 7]],
  ])('of the kind %s %j is found in %j', (kind, by, readings, days) => {
    expect(firedOn({ kind, ...by } as RuleCondition, daily(...readings))).toEqual(days)
  })

  it('is told in words', () => {
    const told = (rule: RuleCondition) =>
      simulateRule(rule, daily('100', '112.50')).map(({ reason }) => reason)
    expect(told({ kind: 'rises-by', percent: 10 })).toEqual([
      'it rose by 12.5 %, from 100.00 EUR to 112.50 EUR',
    ])
    expect(told({ kind: 'rises-by', amount: eur('10') })).toEqual([
      'it rose by 12.50 EUR, from 100.00 EUR to 112.50 EUR',
    ])
    expect(told({ kind: 'changes' })).toEqual(['it went from 100.00 EUR to 112.50 EUR'])
  })
})

describe('new-low', () => {
  const rule: RuleCondition = { kind: 'new-low', days: 30 }
  const month = Array<string>(30).fill('100')

  it('fires below every price of the days before', () => {
    expect(firedOn(rule, daily(...month, '100', '99'))).toEqual([31])
    expect(firedOn(rule, daily('80', ...month, '79'))).toEqual([31])
    expect(firedOn(rule, daily('80', ...month.slice(1), '90'))).toEqual([])
    expect(firedOn(rule, daily('80', ...month, '90'))).toEqual([31])
  })

  it('fires at a low as low as the one before, unless the price only goes back and forth', () => {
    expect(firedOn(rule, daily(...month, '90', ...month.slice(0, 9), '90'))).toEqual([30, 40])
    expect(firedOn(rule, daily('90', ...month.slice(0, 20), '90'))).toEqual([21])
    expect(firedOn(rule, daily('90', ...month.slice(0, 7), '90', ...month.slice(0, 7), '90'))).toEqual([])
    expect(firedOn(rule, daily(...month, ...Array<string>(10).fill('unread'), '100'))).toEqual([])
    const reason = simulateRule(rule, daily('90', ...month.slice(0, 20), '90'))[0]?.reason
    expect(reason).toBe('90.00 EUR is the lowest price in 30 days; as on 1970-01-02')
  })

  it('does not fire until half of the days are known', () => {
    expect(firedOn(rule, daily(...month.slice(0, 14), '90'))).toEqual([])
    expect(firedOn(rule, daily(...month.slice(0, 15), '90'))).toEqual([15])
  })

  it('does not fire again for a few cents less, nor at a price of 0', () => {
    expect(firedOn(rule, daily(...month, '90', '89.50', '89', '85'))).toEqual([30, 32, 33])
    expect(firedOn(rule, daily(...month, '0', '100'))).toEqual([])
  })
})

describe('back-in-stock', () => {
  it('fires once for each time the product comes back', () => {
    const points = daily('50', 'gone', 'gone', 'unread', '50', '50', 'gone', '60')
    expect(firedOn({ kind: 'back-in-stock' }, points)).toEqual([4, 7])
  })

  it('with a price waits for that price', () => {
    const points = daily('gone', '60', '55', '50', '45')
    expect(firedOn({ kind: 'back-in-stock', price: eur('50') }, points)).toEqual([3])
  })

  const stocked = (...availabilities: readonly HistoryPoint['availability'][]) =>
    availabilities.map(
      (availability, index): HistoryPoint => ({ at: index * day, ...defined({ availability }) }),
    )

  it('fires without a price that can be read, unless it waits for one', () => {
    const points = stocked('OutOfStock', 'InStock', 'InStock')
    expect(firedOn({ kind: 'back-in-stock' }, points)).toEqual([1])
    expect(simulateRule({ kind: 'back-in-stock' }, points)[0]?.reason).toBe(
      'it is in stock again; its price could not be read',
    )
    expect(firedOn({ kind: 'back-in-stock', price: eur('50') }, points)).toEqual([])
  })

  it('does not take what can be ordered or reserved for in stock, unless asked', () => {
    const points = stocked('OutOfStock', 'BackOrder', 'Reserved', 'PreOrder', 'InStock')
    expect(firedOn({ kind: 'back-in-stock' }, points)).toEqual([4])
    expect(firedOn({ kind: 'back-in-stock', includes: ['Reserved'] }, points)).toEqual([2, 4])
    expect(firedOn({ kind: 'back-in-stock' }, stocked('InStock', 'BackOrder', 'InStock'))).toEqual([2])
  })

  it('does not take an unread page for a stock-out', () => {
    expect(firedOn({ kind: 'back-in-stock' }, daily('50', 'unread', '50'))).toEqual([])
  })
})

describe('sale-starts and sale-ends', () => {
  const month = Array<string>(30).fill('100')
  const rest = Array<string>(9).fill('100')
  const points = daily(...month, '70', 'unread', '60', ...rest, '80', '100')

  it('fire when the price falls below the usual one, and when it is back', () => {
    expect(firedOn({ kind: 'sale-starts' }, points)).toEqual([30, 42])
    expect(firedOn({ kind: 'sale-ends' }, points)).toEqual([33, 43])
  })

  it('tell of a sale that repeats the last one within eight days once it is lower', () => {
    const again = daily(...month, '70', '100', '100', '80', '60', '100')
    expect(firedOn({ kind: 'sale-starts' }, again)).toEqual([30, 34])
    expect(firedOn({ kind: 'sale-ends' }, again)).toEqual([31, 35])
    expect(firedOn({ kind: 'sale-starts' }, daily(...month, '70', '100', '70', '100'))).toEqual([30])
  })
})

describe('was-price-inflated', () => {
  const month = Array<string>(30).fill('100')
  const claiming = (points: readonly HistoryPoint[], wasPrices: Record<number, string>) =>
    points.map((point, index) => ({
      ...point,
      ...defined({ wasPrice: wasPrices[index] ? eur(wasPrices[index]) : undefined }),
    }))

  it('fires once while the claim stands, and again after an honest one', () => {
    const points = claiming(daily(...month, '80', '80', '80', '80', '80'), {
      30: '140',
      31: '140',
      32: '100',
      33: '150',
    })
    expect(firedOn({ kind: 'was-price-inflated' }, points)).toEqual([30, 33])
    expect(simulateRule({ kind: 'was-price-inflated' }, points)[0]?.reason).toMatch(
      /^the "was" price of 140\.00 EUR is inflated: the lowest price/,
    )
  })
})

describe('a price too far from the one before', () => {
  const month = Array<string>(30).fill('129')
  const kinds: readonly RuleCondition[] = [
    { kind: 'price-below', price: eur('50') },
    { kind: 'drops-by', percent: 10 },
    { kind: 'rises-by', percent: 10 },
    { kind: 'new-low', days: 30 },
    { kind: 'sale-starts' },
  ]

  it.each(kinds)('fires no $kind until a second reading agrees', (rule) => {
    for (const misread of ['0', '0.01', '12.90', '1290', '12900'])
      expect(firedOn(rule, daily(...month, misread, '129', '129', '129')), misread).toEqual([])
    const told = rule.kind === 'rises-by' ? 33 : 32
    expect(firedOn(rule, daily(...month, '30', 'unread', '30', '35', '129'))).toEqual([told])
    expect(firedOn(rule, daily('12900', ...month))).toEqual([])
  })

  it('does not spoil the true low that comes later', () => {
    const points = daily(...month, '0.01', '129', '110')
    expect(firedOn({ kind: 'new-low', days: 30 }, points)).toEqual([32])
    expect(firedOn({ kind: 'drops-by', percent: 10 }, points)).toEqual([32])
  })
})

describe('prices in several currencies', () => {
  it('are judged apart', () => {
    const at = (index: number, amount: string, currency: string) => ({
      at: index * day,
      price: { amount, currency },
    })
    const rule: RuleCondition = { kind: 'drops-by', percent: 10 }
    expect(firedOn(rule, [at(0, '100', 'EUR'), at(1, '80', 'USD'), at(2, '100', 'EUR')])).toEqual([])
    expect(firedOn(rule, [at(0, '100', 'EUR'), at(1, '80', 'USD'), at(2, '90', 'EUR')])).toEqual([2])
    expect(
      firedOn(rule, [at(0, '100', 'EUR'), at(1, '80', 'USD'), at(2, '90', 'EUR'), at(3, '72', 'USD')]),
    ).toEqual([2, 3])
  })
})

describe('simulateRule', () => {
  it('accepts points in any order', () => {
    const points = daily('60', '49', '55', '48')
    expect(firedOn({ kind: 'price-below', price: eur('50') }, points.toReversed())).toEqual([1, 3])
    expect(simulateRule({ kind: 'sale-starts' }, [])).toEqual([])
  })

  it.each([
    [{ kind: 'price-under', price: eur('1') }, /expected a kind of rule: 'price-below', /],
    [{ kind: 'price-below' }, /price: is required \(expected a price/],
    [{ kind: 'new-low', days: 366 }, /days/],
    [{ kind: 'drops-by', percent: 0 }, /percent/],
    [{ kind: 'rises-by' }, /expected either `percent` or `amount`/],
    [{ kind: 'rises-by', percent: 5, amount: eur('5') }, /expected either `percent` or `amount`/],
    [{ kind: 'drops-by', amount: eur('0') }, /amount: expected an amount above 0/],
    [{ kind: 'changes', percent: 5 }, /unknown option 'percent'/],
    [{ kind: 'sale-starts', days: 3 }, /unknown option 'days'/],
  ])('refuses %j, naming the part', (rule, message) => {
    const call = () => simulateRule(rule as RuleCondition, [])
    expect(call).toThrow(ValidationError)
    expect(call).toThrow(message)
  })
})
